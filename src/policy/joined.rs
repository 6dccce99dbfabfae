//! What policies ask together, as a document for programs: `leastwise/requirements/v1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::requirements::{FunctionRequirement, Origin, Requirements};
use crate::model::{Level, LevelRange, Operation};
use crate::report::Idle;

/// The combined requirements of policies for one role, with the policy and the place of each.
/// Fields are added, never changed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise requirements")]
pub struct RequirementsDocument {
    /// The version of this format: `leastwise/requirements/v1`.
    pub schema: &'static str,
    /// The policies.
    pub policies: Vec<JoinedPolicy>,
    /// The highest level that is accepted for everything that no policy lists.
    pub unlisted: Level,
    /// The functions that a policy lists, in the order of the files.
    pub functions: Vec<JoinedFunction>,
}

/// A policy among those that were joined.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JoinedPolicy {
    /// Its name on the command line.
    pub id: String,
    /// The name of the integration.
    pub title: String,
    /// The version of its table.
    pub version: Option<String>,
}

/// The requirements for one function.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JoinedFunction {
    /// The module.
    pub module: String,
    /// The function; `*` for every function of the module.
    pub function: String,
    /// The operations that are stated and apply.
    pub operations: Vec<JoinedOperation>,
    /// What is stated and does not apply under these choices.
    pub dormant: Vec<DormantLevel>,
    /// The items in the Customize list that must be allowed.
    pub customize_allow: Vec<String>,
    /// The items in the Customize list that must not be allowed.
    pub customize_disallow: Vec<String>,
    /// Whether every item in the Customize list must be allowed.
    pub customize_all: bool,
}

/// The requirements for one operation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JoinedOperation {
    /// The operation.
    pub operation: Operation,
    /// The levels that satisfy every policy.
    pub accepted: LevelRange,
    /// The requirements of each policy.
    pub origins: Vec<JoinedOrigin>,
}

/// One policy's requirement for an operation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JoinedOrigin {
    /// The policy.
    pub policy: String,
    /// The levels that it accepts.
    pub accepted: LevelRange,
    /// Why it requires them.
    pub purpose: Option<String>,
    /// The feature that requires them.
    pub feature: Option<String>,
    /// The file in which that is written.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// A level that is stated and does not apply.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DormantLevel {
    /// The operation.
    pub operation: Operation,
    /// Why it does not apply.
    pub because: String,
    /// What is stated.
    #[serde(flatten)]
    pub origin: JoinedOrigin,
}

impl Idle {
    /// Why the level does not count, in a few words.
    pub fn words(&self) -> String {
        match self {
            Self::Features(names) => format!("only with {}", names.join(" or ")),
            Self::Setup => "only during setup".to_owned(),
            Self::Legacy => "no longer used".to_owned(),
            Self::Version => "for other versions of ConnectWise PSA".to_owned(),
        }
    }
}

impl From<&Requirements> for RequirementsDocument {
    fn from(requirements: &Requirements) -> Self {
        let policies = requirements.policies.iter().map(|policy| JoinedPolicy {
            id: policy.id.clone(),
            title: policy.title.clone(),
            version: policy.version.clone(),
        });
        let functions = requirements.functions.iter();
        Self {
            schema: "leastwise/requirements/v1",
            policies: policies.collect(),
            unlisted: requirements.unlisted,
            functions: functions
                .map(|function| joined(requirements, function))
                .collect(),
        }
    }
}

fn joined(requirements: &Requirements, function: &FunctionRequirement) -> JoinedFunction {
    let operations = function.asked().map(|(operation, asked)| JoinedOperation {
        operation,
        accepted: asked.range,
        origins: asked
            .origins
            .iter()
            .map(|one| origin(requirements, one))
            .collect(),
    });
    let dormant = function.dormant.iter().flat_map(|(operation, levels)| {
        levels.iter().map(move |level| DormantLevel {
            operation,
            because: level.reason.words(),
            origin: origin(requirements, &level.origin),
        })
    });
    let lists = || function.customize.iter();
    let names = |list: &[(String, super::place::Place)]| {
        list.iter()
            .map(|(item, _)| item.clone())
            .collect::<Vec<_>>()
    };
    JoinedFunction {
        module: function.module.clone(),
        function: function.function.clone(),
        operations: operations.collect(),
        dormant: dormant.collect(),
        customize_allow: lists().flat_map(|list| names(&list.allow)).collect(),
        customize_disallow: lists().flat_map(|list| names(&list.disallow)).collect(),
        customize_all: lists().any(|list| list.all),
    }
}

fn origin(requirements: &Requirements, origin: &Origin) -> JoinedOrigin {
    let policy = requirements.policies.get(origin.place.policy);
    JoinedOrigin {
        policy: policy.map_or_else(String::new, |policy| policy.id.clone()),
        accepted: origin.range,
        purpose: origin.purpose.clone(),
        feature: origin.feature.clone(),
        file: origin.place.source.name().to_owned(),
        line: origin.place.source.position(origin.place.span.start).line,
    }
}
