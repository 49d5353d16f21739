//! The package itself: everything that programs use, by name.

use super::{Reach, handles};
use crate::ir::Ir;

const HEAD: &str = r#""""Controls routers: say what should be true, and nnc makes it true, confirms it, and can explain and undo it.

>>> import asyncio, tempfile
>>> import nnc
>>> async def main(folder: str) -> None:
...     async with await nnc.open(folder) as fleet:
...         print(await fleet.routers())
>>> with tempfile.TemporaryDirectory() as folder:
...     asyncio.run(main(folder))
[]

Calls are awaited here; ``nnc.blocking`` has the same names for scripts that wait. What goes wrong raises a ``NncError``.
``logging.getLogger("nnc")`` tells what happens inside.
"""

import logging as _logging

# Before the native module, which writes to it: without a handler Python would print warnings.
_logging.getLogger("nnc").addHandler(_logging.NullHandler())

from . import blocking, errors, models
"#;

/// What is the same whatever the schema says.
const ERRORS: [&str; 8] = [
    "ConflictError",
    "InternalError",
    "InvalidError",
    "NncError",
    "NotFoundError",
    "RefusedError",
    "UnavailableError",
    "UnknownError",
];

pub(super) fn emit(ir: &Ir, reach: &Reach<'_>) -> String {
    let given: Vec<String> = reach.given.iter().map(|r| r.name.clone()).collect();
    let mut taken: Vec<String> = reach.taken.iter().map(|r| r.name.clone()).collect();
    taken.push("ABSENT".to_owned());
    let enums: Vec<String> = reach.enums_of(ir).map(str::to_owned).collect();
    let errors = ERRORS.map(str::to_owned).to_vec();
    let parts = [
        ("._generated.aio", handles::names(ir)),
        ("._generated.enums", enums),
        ("._kernel.aio", vec!["Feed".to_owned()]),
        ("._native", given),
        (".errors", errors),
        (".models", taken),
    ];
    let mut out = HEAD.to_owned();
    let mut all = ["__version__", "blocking", "errors", "models"]
        .map(str::to_owned)
        .to_vec();
    for (module, names) in parts {
        let lines: String = names.iter().map(|name| format!("    {name},\n")).collect();
        out.push_str(&format!("from {module} import (\n{lines})\n"));
        all.extend(names);
    }
    all.sort();
    let all: String = all.iter().map(|name| format!("    \"{name}\",\n")).collect();
    out.push_str(&format!(
        "from ._native import __version__\n\n__all__ = [\n{all}]\n"
    ));
    out
}
