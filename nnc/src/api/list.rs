//! Lists that are handed to hosts again and again while they stay the same.

use std::any::Any;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use nnc_core::decode::{Encode, Writer};
use nnc_core::model;
use nnc_store::RouterRecord;

use super::generated::ResourceSummary;
use super::outputs;
use crate::error::Error;
use crate::recall::Recollection;

/// Items that a call gives. Clones share them, and what a host has made of them.
///
/// nnc gives the same list as long as nothing changes, so that what a host makes of it with [`form`](Self::form), such as
/// its encoded text, is made once.
///
/// ```
/// use nnc::api::List;
/// let list = List::from(vec![1, 2, 3]);
/// let text = list.form(|items| format!("{items:?}"));
/// assert_eq!(*text, "[1, 2, 3]");
/// assert!(std::sync::Arc::ptr_eq(&text, &list.clone().form(|_| unreachable!())));
/// ```
#[derive(Debug)]
pub struct List<T>(Arc<Kept<T>>);

#[derive(Debug)]
struct Kept<T> {
    items: Vec<T>,
    form: OnceLock<Arc<dyn Any + Send + Sync>>,
}

impl<T> List<T> {
    /// What a host made of the items before, or makes of them now. Only what is made first is kept; made in two places at
    /// once, each uses its own.
    pub fn form<F: Send + Sync + 'static>(&self, make: impl FnOnce(&[T]) -> F) -> Arc<F> {
        let made: Result<_, std::convert::Infallible> = self.try_form(|items| Ok(make(items)));
        match made {
            Ok(form) => form,
            Err(never) => match never {},
        }
    }

    /// As [`form`](Self::form), of what may fail. What failed is tried again the next time.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn try_form<F: Send + Sync + 'static, E>(
        &self,
        make: impl FnOnce(&[T]) -> Result<F, E>,
    ) -> Result<Arc<F>, E> {
        let kept = self.0.form.get().cloned();
        if let Some(form) = kept.and_then(|kept| kept.downcast().ok()) {
            return Ok(form);
        }
        // Made outside of the lock: to make it may take another one, such as that of Python's interpreter.
        let form = Arc::new(make(&self.0.items)?);
        // Another one may be there by now. It is as good.
        self.0.form.set(Arc::clone(&form) as _).ok();
        Ok(form)
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Arc::new(Kept {
            items,
            form: OnceLock::new(),
        }))
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        items.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0.items
    }
}

impl<T: Encode> Encode for List<T> {
    fn encode(&self, out: &mut Writer) {
        self.0.items.encode(out);
    }
}

/// The resources of a router as hosts get them, each list made when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Handed {
    interfaces: OnceLock<List<model::VirtualInterface>>,
    rules: OnceLock<List<model::SteeringRule>>,
    resources: OnceLock<List<ResourceSummary>>,
}

/// The list that is kept, or one that is made now.
fn kept<T>(
    place: &OnceLock<List<T>>,
    items: impl Iterator<Item = Result<T, Error>>,
) -> Result<List<T>, Error> {
    if let Some(list) = place.get() {
        return Ok(list.clone());
    }
    let made = items.collect::<Result<List<T>, Error>>()?;
    Ok(place.get_or_init(|| made).clone())
}

impl Recollection {
    pub(super) fn interfaces(&self, record: &RouterRecord) -> Result<List<model::VirtualInterface>, Error> {
        let views = self.interfaces.iter().cloned();
        kept(
            &self.handed.interfaces,
            views.map(|view| outputs::virtual_interface(record, view)),
        )
    }

    pub(super) fn rules(&self, record: &RouterRecord) -> Result<List<model::SteeringRule>, Error> {
        let views = self.steerings.iter().cloned();
        kept(
            &self.handed.rules,
            views.map(|view| outputs::steering_rule(record, view)),
        )
    }

    pub(super) fn summaries(&self) -> Result<List<ResourceSummary>, Error> {
        let views = self.resources.iter().cloned();
        kept(
            &self.handed.resources,
            views.map(|view| Ok(outputs::summary(view))),
        )
    }
}
