use super::action_check::{check_destination, check_source};
use super::cursor::{Cursor, Put, all_zero};
use super::oxm_header::Header;
use super::{ErrorCode as E, Match, Subfield, Value};

/// A flow to add, made from the packet that came by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learn {
    /// Seconds without traffic until the flow goes.
    pub idle_timeout: u16,
    /// Seconds until the flow goes.
    pub hard_timeout: u16,
    /// Its priority.
    pub priority: u16,
    /// Its cookie.
    pub cookie: u64,
    /// Bit 0: say when it goes. Bit 1: it goes with the learning flow. Bit 2: write the result.
    pub flags: u16,
    /// Its table, not 255.
    pub table: u8,
    /// Its `fin_timeout` idle seconds.
    pub fin_idle_timeout: u16,
    /// Its `fin_timeout` hard seconds.
    pub fin_hard_timeout: u16,
    /// How many flows to learn; 0: no limit.
    pub limit: u32,
    /// Where to write whether it was learned.
    pub result: Option<Subfield>,
    /// The second form on the wire, even where the first would do.
    pub form2: bool,
    /// What it matches and does.
    pub specs: Vec<LearnSpec>,
}

impl Learn {
    /// Say when the learned flow goes.
    pub const SEND_FLOW_REM: u16 = 1;
    /// The learned flow goes with this one.
    pub const DELETE_LEARNED: u16 = 2;
    /// Write to `result` whether it was learned.
    pub const WRITE_RESULT: u16 = 4;
}

/// Where a value of a learned flow comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LearnSource {
    /// From the packet.
    Field(Subfield),
    /// From here.
    Immediate(Value),
}

/// Where a value of a learned flow goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LearnDestination {
    /// Into the match.
    Match(Subfield),
    /// Into a `load` action.
    Load(Subfield),
    /// Into an `output` action.
    Output,
}

/// One piece of a learned flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnSpec {
    /// How many bits, at most 1023.
    pub width: u16,
    /// From where.
    pub source: LearnSource,
    /// To where.
    pub destination: LearnDestination,
}

const SOURCE_IMMEDIATE: u16 = 1 << 13;
const DESTINATION: u16 = 3 << 11;
const DESTINATION_LOAD: u16 = 1 << 11;
const DESTINATION_OUTPUT: u16 = 2 << 11;

fn pull_subfield(cursor: &mut Cursor<'_>, width: u16) -> Result<Subfield, E> {
    let header = Header::from_u32(cursor.u32(E::OFPBAC_BAD_LEN)?);
    let offset = cursor.u16(E::OFPBAC_BAD_LEN)?;
    let field = header.field().ok_or(E::OFPBAC_BAD_SET_TYPE)?;
    Ok(Subfield { field, offset, width })
}

/// The bytes an immediate of `width` bits has on the wire.
fn immediate_bytes(width: u16) -> usize {
    2 * usize::from(width.div_ceil(16))
}

/// Decodes what follows the 10-byte action header.
pub(super) fn decode(body: &[u8], second: bool) -> Result<Learn, E> {
    let short = E::OFPBAC_BAD_LEN;
    let c = &mut Cursor::new(body);
    let idle_timeout = c.u16(short)?;
    let hard_timeout = c.u16(short)?;
    let priority = c.u16(short)?;
    let cookie = c.u64(short)?;
    let flags = c.u16(short)?;
    let table = c.u8(short)?;
    let pad = c.u8(short)?;
    let fin_idle_timeout = c.u16(short)?;
    let fin_hard_timeout = c.u16(short)?;
    let mut learn = Learn {
        idle_timeout,
        hard_timeout,
        priority,
        cookie,
        flags,
        table,
        fin_idle_timeout,
        fin_hard_timeout,
        limit: 0,
        result: None,
        form2: second,
        specs: Vec::new(),
    };
    let mut result_offset = 0;
    if second {
        learn.limit = c.u32(short)?;
        result_offset = c.u16(short)?;
        if c.u16(short)? != 0 {
            return Err(E::NXBAC_MUST_BE_ZERO);
        }
    }
    if pad != 0 || table == 255 {
        return Err(E::OFPBAC_BAD_ARGUMENT);
    }
    let known = Learn::SEND_FLOW_REM | Learn::DELETE_LEARNED | if second { Learn::WRITE_RESULT } else { 0 };
    if flags & !known != 0 {
        return Err(E::OFPBAC_BAD_ARGUMENT);
    }
    if flags & Learn::WRITE_RESULT != 0 {
        let header = Header::pull(c)?;
        let field = header.field().ok_or(E::OFPBMC_BAD_FIELD)?;
        if header.masked {
            return Err(E::OFPBMC_BAD_MASK);
        }
        if !field.writable {
            return Err(E::OFPBAC_BAD_SET_ARGUMENT);
        }
        learn.result = Some(Subfield {
            field,
            offset: result_offset,
            width: 1,
        });
    } else if result_offset != 0 {
        return Err(E::OFPBAC_BAD_ARGUMENT);
    }
    decode_specs(c, &mut learn)?;
    Ok(learn)
}

fn decode_specs(c: &mut Cursor<'_>, learn: &mut Learn) -> Result<(), E> {
    let short = E::OFPBAC_BAD_LEN;
    while !c.is_empty() {
        let header = c.u16(short)?;
        if header == 0 {
            break;
        }
        let width = header & 0x3ff;
        let immediate = header & SOURCE_IMMEDIATE != 0;
        let kind = header & DESTINATION;
        if header & !(SOURCE_IMMEDIATE | DESTINATION | 0x3ff) != 0
            || kind == DESTINATION
            || kind == DESTINATION_OUTPUT && immediate
        {
            return Err(E::OFPBAC_BAD_ARGUMENT);
        }
        let source_bytes = if immediate { immediate_bytes(width) } else { 6 };
        let destination_bytes = if kind == DESTINATION_OUTPUT { 0 } else { 6 };
        if c.len() < source_bytes + destination_bytes {
            return Err(short);
        }
        let source = if immediate {
            let bytes = c.take(source_bytes, short)?;
            let used = usize::from(width.div_ceil(8));
            let bytes = bytes.get(bytes.len() - used..).unwrap_or_default();
            LearnSource::Immediate(Value::from_bytes(bytes, u8::try_from(used).unwrap_or(u8::MAX)))
        } else {
            LearnSource::Field(pull_subfield(c, width)?)
        };
        let destination = match kind {
            0 => LearnDestination::Match(pull_subfield(c, width)?),
            DESTINATION_LOAD => LearnDestination::Load(pull_subfield(c, width)?),
            _ => LearnDestination::Output,
        };
        learn.specs.push(LearnSpec {
            width,
            source,
            destination,
        });
    }
    if all_zero(c.rest()) {
        Ok(())
    } else {
        Err(E::OFPBAC_BAD_ARGUMENT)
    }
}

impl Learn {
    /// Whether the second form is needed on the wire.
    pub(super) fn needs_form2(&self) -> bool {
        self.form2 || self.limit != 0 || self.flags & Self::WRITE_RESULT != 0
    }

    /// Appends what follows the 10-byte action header.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        out.put_u16(self.idle_timeout);
        out.put_u16(self.hard_timeout);
        out.put_u16(self.priority);
        out.put_u64(self.cookie);
        out.put_u16(self.flags);
        out.put_u8(self.table);
        out.put_u8(0);
        out.put_u16(self.fin_idle_timeout);
        out.put_u16(self.fin_hard_timeout);
        if self.needs_form2() {
            out.put_u32(self.limit);
            out.put_u16(self.result.map_or(0, |result| result.offset));
            out.put_u16(0);
            if let Some(result) = self.result.filter(|_| self.flags & Self::WRITE_RESULT != 0) {
                Header::of(result.field, None, result.field.bytes, false).put(out);
            }
        }
        for spec in &self.specs {
            spec.encode(out);
        }
    }

    /// Checks the fields against the match of the flow that learns.
    pub(super) fn check(&self, flow: &Match) -> Result<(), E> {
        let mut learned = Match::new();
        for spec in &self.specs {
            if let LearnSource::Field(source) = &spec.source {
                check_source(source, Some(flow))?;
            }
            match &spec.destination {
                LearnDestination::Match(destination) => {
                    check_source(destination, Some(&learned))?;
                    if let LearnSource::Immediate(value) = &spec.source {
                        let (mut field_value, mut mask) = learned.get(destination.field);
                        field_value.set_range(
                            u32::from(destination.offset),
                            u32::from(destination.width),
                            value,
                        );
                        mask.set_ones(u32::from(destination.offset), u32::from(destination.width));
                        learned.set(destination.field, &field_value, Some(&mask));
                    }
                }
                LearnDestination::Load(destination) => check_destination(destination, Some(&learned))?,
                LearnDestination::Output => {}
            }
        }
        Ok(())
    }
}

impl LearnSpec {
    fn encode(&self, out: &mut Vec<u8>) {
        let source = match self.source {
            LearnSource::Immediate(_) => SOURCE_IMMEDIATE,
            LearnSource::Field(_) => 0,
        };
        let destination = match self.destination {
            LearnDestination::Match(_) => 0,
            LearnDestination::Load(_) => DESTINATION_LOAD,
            LearnDestination::Output => DESTINATION_OUTPUT,
        };
        out.put_u16(self.width & 0x3ff | source | destination);
        let put = |out: &mut Vec<u8>, subfield: &Subfield| {
            out.put_u32(subfield.field.nxm_header().unwrap_or(0));
            out.put_u16(subfield.offset);
        };
        match &self.source {
            LearnSource::Field(source) => put(out, source),
            LearnSource::Immediate(value) => {
                let length = u8::try_from(immediate_bytes(self.width)).unwrap_or(u8::MAX);
                out.extend(value.to_bytes(length));
            }
        }
        match &self.destination {
            LearnDestination::Match(destination) | LearnDestination::Load(destination) => {
                put(out, destination)
            }
            LearnDestination::Output => {}
        }
    }
}
