//! The list of policies in the library.

use schemars::JsonSchema;
use serde::Serialize;

use crate::policy::{Choices, Coverage, FunctionRequirement, Policy, resolve};

/// Policies in the library: `leastwise/policy-list/v1`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise policy list")]
pub struct PolicyList {
    /// The version of this format: `leastwise/policy-list/v1`.
    pub schema: &'static str,
    /// The policies, in the order of their ids.
    pub policies: Vec<ListedPolicy>,
}

/// A policy in the library.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListedPolicy {
    /// Its id, as in `-p ID`.
    pub id: String,
    /// The name of the integration.
    pub title: String,
    /// Who publishes the table.
    pub vendor: Option<String>,
    /// The version of the vendor's table.
    pub version: Option<String>,
    /// What the integration does, in a sentence.
    pub summary: Option<String>,
    /// Whether the whole table was published and read: `complete` or `partial`.
    pub coverage: &'static str,
    /// Number of levels that it requires without any feature.
    pub levels: usize,
    /// Number of these levels with a reason.
    pub reasons: usize,
    /// The page that the table was read from.
    pub source: Option<String>,
    /// The day on which it was read.
    pub retrieved: Option<String>,
}

impl PolicyList {
    /// The list of some policies.
    pub fn of<'a>(policies: impl IntoIterator<Item = &'a Policy>) -> Self {
        Self {
            schema: "leastwise/policy-list/v1",
            policies: policies.into_iter().map(ListedPolicy::of).collect(),
        }
    }
}

impl ListedPolicy {
    /// The entry of a policy.
    pub fn of(policy: &Policy) -> Self {
        let document = &policy.document;
        let requirements = resolve(&[policy], &Choices::default()).ok();
        let asked: Vec<bool> = requirements
            .iter()
            .flat_map(|requirements| &requirements.functions)
            .flat_map(FunctionRequirement::needed)
            .map(|(_, asked)| asked.origins.iter().any(|origin| origin.purpose.is_some()))
            .collect();
        let source = document.sources.first();
        Self {
            id: policy.id().to_owned(),
            title: document.title.clone(),
            vendor: document.vendor.as_deref().map(str::to_owned),
            version: document.version.as_deref().map(str::to_owned),
            summary: document.summary.as_deref().map(str::to_owned),
            coverage: match document.coverage {
                Coverage::Complete => "complete",
                Coverage::Partial => "partial",
            },
            levels: asked.len(),
            reasons: asked.iter().filter(|reason| **reason).count(),
            source: source.map(|source| source.url.clone()),
            retrieved: source
                .and_then(|source| source.retrieved.as_ref())
                .map(|day| day.value.clone()),
        }
    }
}
