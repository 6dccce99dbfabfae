//! WebAssembly bindings: text and bytes in, the documents of Leastwise out. Decisions are made in the
//! core; this crate only passes values.

#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "JavaScript calls these functions; every error is a JSON document"
)]

mod comparison;
mod drafting;
mod facts;
mod inputs;

use wasm_bindgen::prelude::wasm_bindgen;

pub use comparison::Comparison;

/// The version of Leastwise.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The integrations in the library and their features, as JSON.
#[wasm_bindgen]
pub fn library() -> String {
    json(&facts::library())
}

/// The modules and functions of the catalog, as JSON.
#[wasm_bindgen]
pub fn catalog() -> String {
    json(&facts::catalog())
}

/// Explains a request or an error: leastwise/explain/v1, or `null`. The role is optional.
#[wasm_bindgen]
pub fn explain(text: &str, role_name: &str, role: &[u8]) -> Result<String, String> {
    let role = match role {
        [] => None,
        bytes => Some(leastwise::Role::from_bytes(role_name, bytes).map_err(problems)?),
    };
    let answer = leastwise::explain(text, role.as_ref()).map_err(problems)?;
    Ok(json(&answer))
}

/// Reads a help page into the draft of a policy, as JSON.
#[wasm_bindgen(js_name = importPage)]
pub fn import_page(name: &str, text: &str, today: &str) -> Result<String, String> {
    drafting::import(name, text, today)
}

/// Writes a draft as the text of a policy.
#[wasm_bindgen(js_name = draftText)]
pub fn draft_text(draft: &str) -> Result<String, String> {
    drafting::text(draft)
}

/// Lints the text of a policy: leastwise/lint/v1.
#[wasm_bindgen]
pub fn lint(name: &str, text: &str, today: &str) -> Result<String, String> {
    Ok(leastwise::lint_text(name, text, inputs::date(today)?))
}

/// The names of a function that are closest to a spelling: module and function, or `null`.
#[wasm_bindgen]
pub fn nearest(module: &str, function: &str) -> String {
    json(&facts::nearest(module, function))
}

/// Whether this module lists every error of an invalid document. The other one reports only the first.
#[wasm_bindgen(js_name = listsEveryError)]
pub fn lists_every_error() -> bool {
    cfg!(feature = "validator")
}

/// Writes a value as JSON. The values of this crate have no keys that JSON cannot hold.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Problems as JSON: an array of messages with help and positions.
fn problems(problems: impl Into<leastwise::Problems>) -> String {
    let problems = problems.into().into_vec().into_iter();
    let errors: Vec<leastwise::report::InputError> = problems.map(Into::into).collect();
    json(&errors)
}

/// One message as problems.
fn problem(message: impl Into<String>, help: impl Into<String>) -> String {
    problems(leastwise::Problem::new(message.into()).with_help(help.into()))
}
