//! Rows, tables, and the journal that can take every change back.
//!
//! All changes of configuration go through four primitives (insert, remove, replace, move). Each leaves its inverse in
//! the journal, so that undo and the rollback of safe mode restore rows, order and `.id`s exactly.

use std::collections::HashMap;
use std::sync::Arc;

use crate::menus::MenuSpec;
use crate::value::{Fields, Name, Value, field, put};

/// Which row, of which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RowRef {
    pub(crate) table: usize,
    pub(crate) id: u32,
}

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: u32,
    /// Made by the router itself; not to be edited.
    pub(crate) dynamic: bool,
    /// The row that a dynamic row follows.
    pub(crate) origin: Option<RowRef>,
    pub(crate) fields: Fields,
}

impl Row {
    fn size(&self) -> usize {
        self.fields
            .iter()
            .map(|(_, value)| value.len() + 32)
            .sum::<usize>()
            + 64
    }
}

/// A menu as this version has it.
#[derive(Debug)]
pub(crate) struct Menu {
    pub(crate) path: Arc<str>,
    pub(crate) spec: Option<&'static MenuSpec>,
    pub(crate) singleton: bool,
    /// Properties of a new row that this version has.
    pub(crate) defaults: Vec<(Name, Value)>,
    space: usize,
}

impl Menu {
    pub(crate) fn hides(&self, name: &str, sensitive_too: bool) -> bool {
        self.spec.is_some_and(|spec| {
            spec.hidden.contains(&name) || (sensitive_too && spec.sensitive.contains(&name))
        })
    }

    pub(crate) fn volatile(&self) -> bool {
        self.spec.is_some_and(|spec| spec.volatile)
    }
}

/// The rows of one menu, in order.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) menu: Menu,
    order: Vec<u32>,
    rows: HashMap<u32, Arc<Row>>,
}

impl Table {
    pub(crate) fn rows(&self) -> impl DoubleEndedIterator<Item = &Arc<Row>> {
        self.order.iter().filter_map(|id| self.rows.get(id))
    }

    pub(crate) fn get(&self, id: u32) -> Option<&Arc<Row>> {
        self.rows.get(&id)
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    pub(crate) fn position(&self, id: u32) -> Option<usize> {
        // The newest rows are the ones that are looked for most.
        self.order.iter().rposition(|have| *have == id)
    }
}

#[derive(Debug, Default)]
struct Space {
    next: u32,
    unique: HashMap<Vec<u8>, u32>,
}

/// The inverse of one change.
#[derive(Debug, Clone)]
pub(crate) enum Inverse {
    Remove(RowRef),
    Insert { table: usize, at: usize, row: Arc<Row> },
    Replace { table: usize, row: Arc<Row> },
    Move { row: RowRef, to: usize },
}

/// Every table of the router.
#[derive(Debug, Default)]
pub(crate) struct Store {
    tables: Vec<Table>,
    by_path: HashMap<Arc<str>, usize>,
    spaces: Vec<Space>,
    space_by_name: HashMap<&'static str, usize>,
    /// How many bytes the values of all rows take, roughly.
    pub(crate) bytes: usize,
    /// Inverses of the changes since the journal was last taken.
    pub(crate) journal: Vec<Inverse>,
    /// Rows changed since listeners were last told.
    pub(crate) touched: Vec<RowRef>,
}

impl Store {
    pub(crate) fn table_index(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    pub(crate) fn table(&self, index: usize) -> Option<&Table> {
        self.tables.get(index)
    }

    pub(crate) fn tables(&self) -> impl Iterator<Item = (usize, &Table)> {
        self.tables.iter().enumerate()
    }

    /// The rows of a menu; none when the menu was never used.
    pub(crate) fn rows_of<'a>(
        &'a self,
        path: &str,
    ) -> impl DoubleEndedIterator<Item = &'a Arc<Row>> + use<'a> {
        self.table_index(path)
            .and_then(|index| self.tables.get(index))
            .into_iter()
            .flat_map(Table::rows)
    }

    pub(crate) fn row(&self, at: RowRef) -> Option<&Arc<Row>> {
        self.tables.get(at.table).and_then(|table| table.get(at.id))
    }

    /// Adds an empty menu.
    pub(crate) fn create_table(
        &mut self,
        path: &str,
        spec: Option<&'static MenuSpec>,
        singleton: bool,
        defaults: Vec<(Name, Value)>,
    ) -> usize {
        let path: Arc<str> = Arc::from(path);
        let space = match spec.map(|spec| spec.space) {
            Some(name) => match self.space_by_name.get(name) {
                Some(index) => *index,
                None => {
                    let index = self.new_space();
                    self.space_by_name.insert(name, index);
                    index
                }
            },
            None => self.new_space(),
        };
        let index = self.tables.len();
        self.by_path.insert(path.clone(), index);
        let menu = Menu {
            path,
            spec,
            singleton,
            defaults,
            space,
        };
        self.tables.push(Table {
            menu,
            order: Vec::new(),
            rows: HashMap::new(),
        });
        index
    }

    fn new_space(&mut self) -> usize {
        self.spaces.push(Space {
            next: 1,
            unique: HashMap::new(),
        });
        self.spaces.len() - 1
    }

    /// Takes the next `.id` of the menu; ids are not used again until the router restarts.
    pub(crate) fn allocate(&mut self, table: usize) -> u32 {
        let Some(space) = self
            .tables
            .get(table)
            .and_then(|t| self.spaces.get_mut(t.menu.space))
        else {
            return 0;
        };
        let id = space.next;
        space.next = space.next.saturating_add(1);
        id
    }

    /// The row that already uses this row's unique properties.
    pub(crate) fn holder_of(&self, table: usize, fields: &Fields) -> Option<u32> {
        let menu = &self.tables.get(table)?.menu;
        let key = unique_key(menu, fields)?;
        self.spaces.get(menu.space)?.unique.get(&key).copied()
    }

    fn index_row(&mut self, table: usize, row: &Row, present: bool) {
        let Some(menu) = self.tables.get(table).map(|t| &t.menu) else {
            return;
        };
        let Some(key) = unique_key(menu, &row.fields) else {
            return;
        };
        let Some(space) = self.spaces.get_mut(menu.space) else {
            return;
        };
        if present {
            space.unique.insert(key, row.id);
        } else if space.unique.get(&key) == Some(&row.id) {
            space.unique.remove(&key);
        }
    }

    /// Inserts a row before position `at`, or at the end.
    pub(crate) fn insert(&mut self, table: usize, row: Row, at: Option<usize>) {
        let at_ref = RowRef { table, id: row.id };
        self.put_row(table, Arc::new(row), at);
        self.journal.push(Inverse::Remove(at_ref));
    }

    fn put_row(&mut self, table: usize, row: Arc<Row>, at: Option<usize>) {
        self.bytes += row.size();
        self.index_row(table, &row, true);
        let id = row.id;
        if let Some(entry) = self.tables.get_mut(table) {
            let at = at.unwrap_or(entry.order.len()).min(entry.order.len());
            entry.order.insert(at, id);
            entry.rows.insert(id, row);
            self.touched.push(RowRef { table, id });
        }
    }

    /// Removes a row.
    pub(crate) fn remove(&mut self, at: RowRef) -> Option<Arc<Row>> {
        let (position, row) = self.drop_row(at)?;
        self.journal.push(Inverse::Insert {
            table: at.table,
            at: position,
            row: row.clone(),
        });
        Some(row)
    }

    fn drop_row(&mut self, at: RowRef) -> Option<(usize, Arc<Row>)> {
        let entry = self.tables.get_mut(at.table)?;
        let position = entry.position(at.id)?;
        entry.order.remove(position);
        let row = entry.rows.remove(&at.id)?;
        self.bytes = self.bytes.saturating_sub(row.size());
        self.index_row(at.table, &row, false);
        self.touched.push(at);
        Some((position, row))
    }

    /// Replaces the properties of a row.
    pub(crate) fn replace(&mut self, at: RowRef, fields: Fields) {
        let Some(before) = self.row(at).cloned() else {
            return;
        };
        if before.fields == fields {
            return;
        }
        let after = Row {
            fields,
            ..(*before).clone()
        };
        self.swap_row(at.table, Arc::new(after));
        self.journal.push(Inverse::Replace {
            table: at.table,
            row: before,
        });
    }

    /// Changes one property of a row.
    pub(crate) fn set_field(&mut self, at: RowRef, name: Name, value: Value) {
        let Some(row) = self.row(at) else { return };
        if field(&row.fields, &name) == Some(&value) {
            return;
        }
        let mut fields = row.fields.clone();
        put(&mut fields, name, value);
        self.replace(at, fields);
    }

    fn swap_row(&mut self, table: usize, row: Arc<Row>) {
        let id = row.id;
        if let Some(before) = self.row(RowRef { table, id }).cloned() {
            self.index_row(table, &before, false);
            self.bytes = self.bytes.saturating_sub(before.size());
        }
        self.bytes += row.size();
        self.index_row(table, &row, true);
        if let Some(entry) = self.tables.get_mut(table) {
            entry.rows.insert(id, row);
            self.touched.push(RowRef { table, id });
        }
    }

    /// Moves a row before the row `before`, or to the end.
    pub(crate) fn move_row(&mut self, at: RowRef, before: Option<u32>) {
        let Some(entry) = self.tables.get_mut(at.table) else {
            return;
        };
        let Some(from) = entry.position(at.id) else { return };
        if before == Some(at.id) {
            return;
        }
        entry.order.remove(from);
        let to = before
            .and_then(|id| entry.position(id))
            .unwrap_or(entry.order.len());
        entry.order.insert(to, at.id);
        if from != to {
            self.journal.push(Inverse::Move { row: at, to: from });
            self.touched.push(at);
        }
    }

    /// Takes the journal since `mark` back, newest change first, and forgets it.
    pub(crate) fn revert_to(&mut self, mark: usize) {
        let changes = self.journal.split_off(mark.min(self.journal.len()));
        let kept = std::mem::take(&mut self.journal);
        self.apply_inverses(changes);
        self.journal = kept;
    }

    /// Applies inverses, newest first; what they change is journalled in turn.
    pub(crate) fn apply_inverses(&mut self, changes: Vec<Inverse>) {
        for change in changes.into_iter().rev() {
            match change {
                Inverse::Remove(at) => {
                    self.remove(at);
                }
                Inverse::Insert { table, at, row } => {
                    if self.row(RowRef { table, id: row.id }).is_none() {
                        let row_ref = RowRef { table, id: row.id };
                        self.put_row(table, row, Some(at));
                        self.journal.push(Inverse::Remove(row_ref));
                    }
                }
                Inverse::Replace { table, row } => {
                    let at = RowRef { table, id: row.id };
                    if let Some(before) = self.row(at).cloned() {
                        self.swap_row(table, row);
                        self.journal.push(Inverse::Replace { table, row: before });
                    }
                }
                Inverse::Move { row, to } => {
                    let Some(entry) = self.tables.get_mut(row.table) else {
                        continue;
                    };
                    let Some(from) = entry.position(row.id) else {
                        continue;
                    };
                    entry.order.remove(from);
                    let to = to.min(entry.order.len());
                    entry.order.insert(to, row.id);
                    self.journal.push(Inverse::Move { row, to: from });
                    self.touched.push(row);
                }
            }
        }
    }

    /// Numbers every row anew, in order, as after a restart. The journal is lost with it.
    pub(crate) fn renumber(&mut self) {
        self.journal.clear();
        for space in &mut self.spaces {
            space.next = 1;
            space.unique.clear();
        }
        let mut renamed: HashMap<RowRef, RowRef> = HashMap::new();
        for index in 0..self.tables.len() {
            let Some(entry) = self.tables.get_mut(index) else {
                continue;
            };
            let order = std::mem::take(&mut entry.order);
            let mut rows = std::mem::take(&mut entry.rows);
            for id in order {
                let Some(row) = rows.remove(&id) else { continue };
                let fresh = self.allocate(index);
                renamed.insert(
                    RowRef { table: index, id },
                    RowRef {
                        table: index,
                        id: fresh,
                    },
                );
                let row = Row {
                    id: fresh,
                    ..(*row).clone()
                };
                self.index_row(index, &row, true);
                if let Some(entry) = self.tables.get_mut(index) {
                    entry.order.push(fresh);
                    entry.rows.insert(fresh, Arc::new(row));
                }
            }
        }
        for entry in &mut self.tables {
            for row in entry.rows.values_mut() {
                if let Some(origin) = row.origin {
                    Arc::make_mut(row).origin = renamed.get(&origin).copied();
                }
            }
        }
        self.touched.clear();
    }
}

fn unique_key(menu: &Menu, fields: &Fields) -> Option<Vec<u8>> {
    let unique = menu.spec?.unique?;
    let mut key = Vec::new();
    for (index, name) in unique.fields.iter().enumerate() {
        if index > 0 {
            key.push(0);
        }
        key.extend_from_slice(field(fields, name)?);
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn snapshot(store: &Store) -> Vec<(u32, Fields)> {
        store
            .table(0)
            .unwrap()
            .rows()
            .map(|r| (r.id, r.fields.clone()))
            .collect()
    }

    proptest! {
        /// Reverting any sequence of changes restores rows, order and ids.
        #[test]
        fn inverses_restore_everything(ops in prop::collection::vec((0u8..4, 0usize..8, 0usize..8), 0..40), cut in 0usize..40) {
            let mut store = Store::default();
            let table = store.create_table("/x", None, false, Vec::new());
            let mut before = Vec::new();
            let mut mark = 0;
            for (step, (op, a, b)) in ops.iter().enumerate() {
                if step == cut {
                    before = snapshot(&store);
                    mark = store.journal.len();
                }
                let ids: Vec<u32> = store.table(table).unwrap().rows().map(|r| r.id).collect();
                let pick = |n: usize| ids.get(n % ids.len().max(1)).copied();
                match op {
                    0 => {
                        let id = store.allocate(table);
                        store.insert(table, Row { id, dynamic: false, origin: None, fields: Vec::new() }, Some(*a));
                    }
                    1 => if let Some(id) = pick(*a) { store.remove(RowRef { table, id }); },
                    2 => if let Some(id) = pick(*a) {
                        store.set_field(RowRef { table, id }, Name::literal("v"), Value::from(b.to_string()));
                    },
                    _ => if let Some(id) = pick(*a) { store.move_row(RowRef { table, id }, pick(*b)); },
                }
            }
            if cut < ops.len() {
                store.revert_to(mark);
                prop_assert_eq!(snapshot(&store), before);
            }
        }
    }
}
