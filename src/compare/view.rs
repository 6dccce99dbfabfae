//! Input of the rules, and what they return.

use super::options::Options;
use crate::model::{Document, Level, LevelRange, Location, Operation, Span};
use crate::policy::{
    Coverage, FunctionRequirement, OperationRequirement, Origin, Place, Requirements,
};
use crate::report::{Draft, Remedy, Severity, Unlisted};
use crate::role::{Grant, Role, RowPlaces};

/// A whole comparison: input of rules about the role.
#[derive(Clone, Copy, Debug)]
pub struct RoleView<'a> {
    pub(crate) requirements: &'a Requirements,
    pub(crate) role: &'a Role,
    pub(crate) options: &'a Options,
}

/// One function, present in the role, in a policy, or in both.
#[derive(Clone, Copy, Debug)]
pub struct FunctionView<'a> {
    pub(crate) run: RoleView<'a>,
    pub(crate) module: &'a str,
    pub(crate) function: &'a str,
    /// The rows of the role about this function, by index; usually one.
    pub(crate) rows: &'a [usize],
    pub(crate) requirement: Option<&'a FunctionRequirement>,
}

/// One operation of a function that has a row in the role.
#[derive(Clone, Copy, Debug)]
pub struct CellView<'a> {
    pub(crate) of: FunctionView<'a>,
    pub(crate) operation: Operation,
    /// The lowest and the highest level of the rows; equal unless rows contradict each other.
    pub(crate) lowest: (usize, Grant),
    pub(crate) highest: (usize, Grant),
}

impl<'a> CellView<'a> {
    /// The policies' requirement on the operation, if any.
    pub(crate) fn asked(&self) -> Option<&'a OperationRequirement> {
        self.of
            .requirement
            .and_then(|function| function.operations.get(self.operation).as_ref())
    }

    /// The accepted levels.
    pub(crate) fn accepted(&self) -> LevelRange {
        self.asked().map_or(
            LevelRange::at_most(self.of.run.requirements.unlisted),
            |asked| asked.range,
        )
    }

    pub(crate) fn too_low(&self) -> bool {
        self.lowest.1.level() < self.accepted().min
    }

    pub(crate) fn too_high(&self) -> bool {
        self.highest.1.level() > self.accepted().max
    }
}

/// A place in a policy.
pub(crate) fn in_policy(place: &Place, label: impl Into<String>) -> Location {
    Location::new(Document::Policy, &place.source, place.span, label)
}

/// The place of a row's name, or the start of the row.
fn name_place(places: &RowPlaces) -> Span {
    let start = places.row.start;
    places.function.unwrap_or(Span::new(start, start + 1))
}

/// The path to a role on the screen.
pub(crate) fn role_path(role: &Role) -> Vec<String> {
    let name = role.name.as_deref().unwrap_or("(this role)");
    ["System", "Security Roles", name].map(str::to_owned).into()
}

impl RoleView<'_> {
    /// Severity of permissions that no policy states: that of the option, or else as follows.
    pub(crate) fn unlisted_severity(&self) -> Option<Severity> {
        let chosen = self.options.unlisted.and_then(Unlisted::severity);
        chosen.or_else(|| self.unstated_severity())
    }

    /// Severity of unlisted permissions: in an incomplete table they may be needed.
    pub(crate) fn unstated_severity(&self) -> Option<Severity> {
        (self.requirements.coverage == Coverage::Partial).then_some(Severity::Note)
    }

    /// The path to a function of this role.
    pub(crate) fn path(&self, module: &str, function: &str) -> Vec<String> {
        let mut path = role_path(self.role);
        path.extend([module, function].map(str::to_owned));
        path
    }

    /// The name in a row of the role.
    pub(crate) fn at_name(&self, row: usize, label: impl Into<String>) -> Location {
        self.in_role(name_place(&self.role.places(row)), label)
    }

    /// A place in the role.
    pub(crate) fn in_role(&self, span: Span, label: impl Into<String>) -> Location {
        // A place that is only a start offset may begin with a multi-byte character.
        let span = self.role.source.whole_characters(span);
        let mut place = Location::new(Document::Role, &self.role.source, span, label);
        place.cell = self.role.cell(span);
        place
    }
}

impl FunctionView<'_> {
    /// `Module / Function`, for messages.
    pub(crate) fn label(&self) -> String {
        if self.module.is_empty() {
            self.function.to_owned()
        } else {
            [self.module, " / ", self.function].concat()
        }
    }

    pub(crate) fn draft(&self, message: String) -> Draft {
        Draft {
            module: Some(self.module.to_owned()).filter(|module| !module.is_empty()),
            function: Some(self.function.to_owned()),
            message,
            ..Draft::default()
        }
    }
}

impl CellView<'_> {
    /// What the role grants, for messages about too much.
    pub(crate) fn grants(&self) -> String {
        let (label, column) = (self.of.label(), self.operation.column());
        format!("{label}: {column} is {}", self.highest.1.level())
    }

    /// A finding about this cell: names, level, path and place in the role.
    pub(crate) fn draft(&self, (row, grant): (usize, Grant), to: Level, message: String) -> Draft {
        let run = self.of.run;
        let places = run.role.places(row);
        let name = name_place(&places);
        let label = match grant {
            Grant::Level(level) => format!("grants {level}"),
            Grant::NotOffered => "states no level".to_owned(),
            Grant::Absent => format!("has no level for {}", self.operation),
        };
        let level = places.levels.get(self.operation);
        let mut locations = vec![run.in_role(level.unwrap_or(name), label)];
        if level.is_some() && places.function.is_some() {
            locations.push(run.in_role(name, format!("in {}", self.of.label())));
        }
        let remedy = Remedy {
            path: run.path(self.of.module, self.of.function),
            set: self.operation.column().to_owned(),
            to,
        };
        Draft {
            cells: 1,
            operation: Some(self.operation),
            required: Some(self.accepted()),
            granted: grant.stated(),
            help: Some(remedy.sentence()),
            remedy: Some(remedy),
            locations,
            ..self.of.draft(message)
        }
    }

    /// Adds who requires it, why, and where.
    pub(crate) fn with_origins<'o>(
        &self,
        mut draft: Draft,
        origins: impl Iterator<Item = &'o Origin> + Clone,
        label: impl Fn(&Origin) -> String,
    ) -> Draft {
        let run = self.of.run;
        draft.policies = run
            .requirements
            .ids(origins.clone().map(|origin| origin.place.policy));
        draft.purpose = run.requirements.purposes(origins.clone());
        draft.feature = origins.clone().find_map(|origin| origin.feature.clone());
        let places = origins.map(|origin| in_policy(&origin.place, label(origin)));
        draft.locations.extend(places);
        draft
    }
}
