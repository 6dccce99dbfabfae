//! Endpoints of the REST API, and the functions that guard them.
//!
//! `ConnectWise` does not document which right an endpoint needs, and changes it between releases:
//! all of this advises, and nothing is judged by it.

use super::function::{Confidence, FunctionId};
use crate::model::{Level, Operation};

include!(concat!(env!("OUT_DIR"), "/endpoints.rs"));

/// A request of the REST API with the function that is known, or thought, to guard it.
#[derive(Debug)]
pub struct Endpoint {
    /// The methods, as `PUT` and `PATCH`.
    pub methods: &'static [&'static str],
    /// The path below the address of the API.
    pub path: &'static str,
    /// When the row counts, where it does not always.
    pub condition: Option<&'static str>,
    /// The module of the function; a source can name it alone.
    pub module: Option<&'static str>,
    /// The function, where one is named.
    pub function: Option<FunctionId>,
    /// The operations of the function that the request needs.
    pub operations: &'static [Operation],
    /// The lowest level with which somebody saw it work.
    pub level_seen: Option<Level>,
    /// The item of the function's Customize list that must be allowed.
    pub customize_item: Option<&'static str>,
    confidence: &'static str,
    /// Where all this was read.
    pub sources: &'static [&'static str],
    /// What else is known.
    pub notes: Option<&'static str>,
}

impl Endpoint {
    /// How well it is known that the function guards the request.
    pub fn confidence(&self) -> Confidence {
        Confidence::from_word(self.confidence)
    }
}

/// Every endpoint of which something is known.
pub fn endpoints() -> &'static [Endpoint] {
    ENDPOINTS
}

/// The endpoints that a function guards.
pub fn guarded_by(function: FunctionId) -> impl Iterator<Item = &'static Endpoint> {
    ENDPOINTS
        .iter()
        .filter(move |endpoint| endpoint.function == Some(function))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Standing, module, resolve};

    #[test]
    fn every_endpoint_says_what_it_is_and_how_well_it_is_known() {
        assert_eq!(endpoints().len(), 70);
        for endpoint in endpoints() {
            assert!(endpoint.path.starts_with('/'), "{}", endpoint.path);
            assert!(!endpoint.methods.is_empty(), "{}", endpoint.path);
            if let Some(id) = endpoint.function {
                assert_eq!(endpoint.module, Some(id.get().module), "{}", endpoint.path);
                assert!(!endpoint.operations.is_empty(), "{}", endpoint.path);
            }
            if let Some(named) = endpoint.module {
                assert_eq!(module(named), Some(named));
            }
            // What nobody tells is a guess, and says so.
            if endpoint.sources.is_empty() {
                assert_eq!(endpoint.confidence(), Confidence::Low, "{}", endpoint.path);
            }
        }
    }

    #[test]
    fn a_function_guards_what_its_sources_say() {
        let id = resolve("Companies", "Company Maintenance").unwrap();
        let found: Vec<_> = guarded_by(id).collect();
        let read = found
            .iter()
            .find(|e| e.path == "/company/companies" && e.methods == ["GET"])
            .unwrap();
        assert_eq!(read.operations, [Operation::Inquire]);
        assert_eq!(
            read.confidence().standing(read.sources.len()),
            Standing::Fact
        );
        let delete = found.iter().find(|e| e.methods == ["DELETE"]).unwrap();
        assert_eq!(
            delete.confidence().standing(delete.sources.len()),
            Standing::Likely
        );
    }
}
