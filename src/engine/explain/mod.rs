//! What is known about a request, an error, a function or a module.

mod answer;
mod call;
mod document;
mod facts;
mod granted;
mod input;

pub use answer::explain;
pub use document::{Asking, Explanation, Granted, Need, OtherReading, Request, Subject};
pub use facts::{
    CustomizeFacts, FunctionFacts, ItemFacts, Levels, Listed, ModuleFacts, NeedFacts, RequestFacts,
    library,
};
pub use granted::compare_with_role;
pub use input::{Asked, perhaps, surely};
