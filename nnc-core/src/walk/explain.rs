//! A counterexample in words.

use super::model::{Action, ConnectionState, Model, RoutingAction, RowRef, Rule, Target};
use super::report::Step;
use super::state::{Hop, Met};

/// The rows on a way, in order.
pub(super) fn path(model: &Model, way: Option<&Hop<'_>>) -> Vec<Step> {
    let mut steps: Vec<Step> = std::iter::successors(way, |hop| hop.before.as_deref())
        .map(|hop| Step {
            row: hop_row(hop).clone(),
            effect: effect(model, hop),
            assumed: hop.assumed.clone(),
        })
        .collect();
    steps.reverse();
    steps
}

fn hop_row<'a>(hop: &Hop<'a>) -> &'a RowRef {
    match hop.met {
        Met::Rule(rule) => &rule.row,
        Met::RoutingRule(rule) => &rule.row,
        Met::Route(route) => &route.row,
    }
}

fn effect(model: &Model, hop: &Hop<'_>) -> String {
    let mark = |mark| model.marks.name(mark).unwrap_or("no mark").to_owned();
    let interface = |id| {
        model
            .interface(id)
            .map_or("an unknown interface", |interface| interface.name.as_str())
    };
    match hop.met {
        Met::Rule(rule) => match &rule.action {
            Action::Accept => "accepts it".to_owned(),
            Action::Drop => "drops it".to_owned(),
            Action::Jump(chain) => format!("sends it to chain {chain}"),
            Action::Return => "sends it back".to_owned(),
            Action::Continue => "lets it pass".to_owned(),
            Action::MarkRouting { mark: set, .. } => format!("marks it for table {}", mark(*set)),
            Action::MarkConnection { mark: set, .. } => format!("marks its connection {}", mark(*set)),
            Action::MarkPacket { mark: set, .. } => format!("marks it {}", mark(*set)),
            Action::FastTrack if asks_first_packets(rule) => {
                "has its connection fasttracked, from the first packet on, which rows that exempt established \
                 connections do not prevent: limit this rule to established connections"
                    .to_owned()
            }
            Action::FastTrack => "has its connection fasttracked".to_owned(),
            Action::NoTrack => "exempts it from connection tracking".to_owned(),
            Action::Forward(id) => format!("sends it out of {}", interface(*id)),
            Action::TranslateDestination { .. } => "changes its destination".to_owned(),
            Action::Redirect { .. } => "redirects it to the router".to_owned(),
            Action::TranslateSource => "changes its source".to_owned(),
        },
        Met::RoutingRule(rule) => match rule.action {
            RoutingAction::Lookup {
                table, only: true, ..
            } => format!("has it looked up in table {} only", mark(table)),
            RoutingAction::Lookup { table, .. } => format!("has it looked up in table {}", mark(table)),
            RoutingAction::Drop => "drops it".to_owned(),
        },
        Met::Route(route) => match route.target {
            Target::Interface(id) => format!("routes it out of {}", interface(id)),
            Target::Nowhere => "drops it".to_owned(),
        },
    }
}

/// Whether a rule acts on packets that begin a connection.
fn asks_first_packets(rule: &Rule) -> bool {
    let states = rule.matches.states.as_ref();
    states.is_none_or(|states| states.contains(&ConnectionState::New))
}
