//! Walking the chains of one table.

use super::matcher::{Rule, Table};
use super::router::Router;
use super::{flow::Live, matcher::View};

/// How deep jumps may go; a loop of jumps ends here.
const MAX_JUMPS: usize = 32;

/// How a chain was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Left {
    /// At its end, or by a rule that ends the table without a decision.
    Accepted,
    Dropped(String),
    Rejected(String),
}

/// How a chain was left, jumps included.
enum Step {
    /// Go on in the chain that jumped here.
    Returned,
    Ended(Left),
}

/// Runs a chain of a table on a packet.
pub(crate) fn run(router: &Router, live: &mut Live, table: Table, chain: &str) -> Left {
    let family = router.family(live.src.is_ipv4());
    let Some(rules) = family.rules.get(&table) else {
        return Left::Accepted;
    };
    match run_chain(router, rules, live, table, chain, 0) {
        Step::Ended(left) => left,
        Step::Returned => Left::Accepted,
    }
}

fn run_chain(
    router: &Router,
    rules: &[Rule],
    live: &mut Live,
    table: Table,
    chain: &str,
    depth: usize,
) -> Step {
    if depth > MAX_JUMPS {
        live.trace.push(format!("{}: jumps without end", table.name()));
        return Step::Returned;
    }
    for rule in rules.iter().filter(|rule| rule.chain == chain) {
        let view: View = live.view();
        if !rule.matches(router, &view, &mut live.uncertain) {
            continue;
        }
        live.trace
            .push(format!("{} {chain}: {} {}", table.name(), rule.name, rule.action));
        match rule.action.as_str() {
            "accept" => return Step::Ended(Left::Accepted),
            "return" => return Step::Returned,
            "jump" => {
                if let Step::Ended(left) = run_chain(router, rules, live, table, &rule.jump_target, depth + 1)
                {
                    return Step::Ended(left);
                }
            }
            "drop" | "tarpit" => return Step::Ended(Left::Dropped(rule.name.clone())),
            "reject" => return Step::Ended(Left::Rejected(rule.name.clone())),
            "fasttrack-connection" => live.fasttrack_connection(router),
            "notrack" => {
                live.untrack();
                return Step::Ended(Left::Accepted);
            }
            _ if table == Table::Mangle => {
                live.mangle(rule);
                if !rule.passthrough && rule.action != "passthrough" && rule.action != "log" {
                    return Step::Ended(Left::Accepted);
                }
            }
            _ if table == Table::Nat && live.translate(router, rule) => return Step::Ended(Left::Accepted),
            // log, passthrough, add-src-to-address-list, ...: the packet goes on.
            _ => {}
        }
    }
    Step::Returned
}
