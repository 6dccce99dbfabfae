//! How the conditions and remarks of the published tables are expressed in a policy.

use leastwise::model::Operation::{self, Add, Edit, Inquire};

/// Translation of a condition.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Meaning {
    /// The row always applies.
    Always,
    /// One cell for each of these features.
    Features(&'static [&'static str]),
    /// One operation applies for a feature only, the others always.
    OneOperation(Operation, &'static str),
    /// These operations apply during the setup only.
    Setup(&'static [Operation]),
    /// Requested in advance.
    Planned,
    /// The edition that the row is for.
    Edition,
    /// The condition applies to one of several levels with unknown columns: a note.
    Note,
}
use Meaning::{Always, Edition, Features, Note, OneOperation, Planned, Setup};

/// Each condition, with the table that contains it.
const CONDITIONS: &[(&str, &str, Meaning)] = &[
    (
        "bitdefender-gravityzone",
        "not available on Basic Plan accounts",
        Edition,
    ),
    (
        "chatstyle",
        "Table Setup only during first setup or when base data changes; Add only temporarily",
        Setup(&[Add]),
    ),
    (
        "cloudradial-chat",
        "only during initial connector setup or base data changes",
        Setup(&[Add, Inquire]),
    ),
    (
        "crewhu-api",
        "Surveys; Support Metrics",
        Features(&["surveys", "support-metrics"]),
    ),
    ("crewhu-api", "Surveys", Features(&["surveys"])),
    ("crewhu-api", "Sales Metrics", Features(&["sales-metrics"])),
    (
        "crushbank",
        "feature SmartClassifier",
        Features(&["smartclassifier"]),
    ),
    (
        "crushbank",
        "feature SmartClassifier with Auto Configuration",
        Features(&["auto-configuration"]),
    ),
    (
        "crushbank",
        "feature Documentation Request Workflow",
        Features(&["documentation-request"]),
    ),
    (
        "crushbank",
        "feature Solve My Issue",
        Features(&["solve-my-issue"]),
    ),
    (
        "crushbank",
        "feature Ticket Budgeter",
        Features(&["ticket-budgeter"]),
    ),
    (
        "crushbank",
        "feature KBA Articles",
        Features(&["kba-articles"]),
    ),
    (
        "cyberfox-autoelevate",
        "one of the levels only for Technician Mode Ticketing",
        Note,
    ),
    (
        "cyberfox-autoelevate",
        "Technician Mode Ticketing only",
        Features(&["technician-mode-ticketing"]),
    ),
    (
        "cyberfox-autoelevate",
        "Edit level only for Technician Mode Ticketing",
        OneOperation(Edit, "technician-mode-ticketing"),
    ),
    ("gradient-msp", "Alerts feature", Features(&["alerts"])),
    (
        "labeldesk",
        "only if tags are made for project tickets",
        Features(&["project-tickets"]),
    ),
    (
        "lifecycle-insights",
        "importing agreements",
        Features(&["agreements-import"]),
    ),
    (
        "lifecycle-insights-opportunities",
        "Edit is for the future: not used now",
        Planned,
    ),
    ("manageengine-endpoint-central-msp", "basic", Always),
    (
        "manageengine-endpoint-central-msp",
        "if Asset Sync feature is enabled",
        Features(&["asset-sync"]),
    ),
    (
        "manageengine-endpoint-central-msp",
        "if Helpdesk Ticket Request feature is enabled",
        Features(&["helpdesk-tickets"]),
    ),
    (
        "msp-process",
        "only if end users link tickets to configuration items in the client portal",
        Features(&["configuration-items"]),
    ),
    (
        "msp-process",
        "only if creating time entries",
        Features(&["time-entries"]),
    ),
    (
        "msp-process",
        "only if the Invoices tab of the portal is used",
        Features(&["invoices"]),
    ),
    (
        "msp-process",
        "only if time entries are created from PSA Tickets page or the mobile app",
        Features(&["time-entries"]),
    ),
    (
        "n-able-ncentral",
        "only if Billing Profiles feature is used",
        Features(&["billing-profiles"]),
    ),
    (
        "n-able-ncentral",
        "only if N-central creates time entries against tickets",
        Features(&["time-entries"]),
    ),
    (
        "n-able-passportal-requirements",
        "only for syncing Users",
        Features(&["sync-users"]),
    ),
    (
        "n-able-passportal-requirements",
        "for syncing Clients",
        Features(&["sync-clients"]),
    ),
    (
        "n-able-passportal-requirements",
        "for syncing Configurations as Assets",
        Features(&["sync-configurations"]),
    ),
    (
        "n-able-passportal-requirements",
        "for syncing Contacts",
        Features(&["sync-contacts"]),
    ),
    (
        "propel-your-msp-team-members",
        "team role import",
        Features(&["team-role-import"]),
    ),
    (
        "rewst",
        "needed for authentication",
        Features(&["authentication"]),
    ),
    (
        "rewst",
        "additional actions",
        Features(&["additional-actions"]),
    ),
    (
        "rewst",
        "to add billable time to tickets",
        Features(&["billable-time"]),
    ),
    (
        "scalepad-lifecycle-manager-tickets",
        "ticket creation",
        Features(&["ticket-creation"]),
    ),
    (
        "thread-psa-ticket-report",
        "only for --list-boards and --exclude-boards",
        Features(&["boards"]),
    ),
    ("thread", "planned/legacy, not currently used", Planned),
    (
        "timezest-projects",
        "project ticket scheduling",
        Features(&["project-tickets"]),
    ),
    ("wise-sync", "expense sync", Features(&["expense-sync"])),
    (
        "wise-sync",
        "invoice sync; payment reversal",
        Features(&["invoice-sync", "payment-reversal"]),
    ),
];

/// The translation of a condition of a table.
pub(crate) fn meaning(id: &str, condition: Option<&str>) -> Meaning {
    let Some(condition) = condition else {
        return Always;
    };
    CONDITIONS
        .iter()
        .find(|(table, words, _)| *table == id && *words == condition)
        .unwrap_or_else(|| panic!("{id}: what does `{condition}` become?"))
        .2
}

/// The translation of a remark on a Customize list: `all`, `optional`, `partial`.
pub(crate) fn list_is(note: &str) -> (bool, bool, bool) {
    match note {
        "all sections set to Allow" | "allow access to all agreements" => (true, false, false),
        "recommended for a narrower role" => (false, true, false),
        "optional: allow or disallow tables" => (false, true, true),
        "disallow existing types" => (false, false, false),
        "list continues past the copy seen"
        | "list continues"
        | "list cut"
        | "list shown as a screenshot"
        | "list in the customised levels column, cut"
        | "only entries marked Yes in the part seen; list continues"
        | "select company levels the role schedules for"
        | "21 of 23 entries in the copy seen" => (false, false, true),
        other => panic!("what does `{other}` become?"),
    }
}

/// Lists that are narrower or wider than their items, as the page says elsewhere.
pub(crate) const LISTS: &[(&str, &str, (bool, bool, bool))] = &[
    // "If you want to customize": a restriction, with the minimum to keep.
    ("crushbank", "Table Setup", (false, true, true)),
    ("team-gps", "Table Setup", (false, true, false)),
    // "Anything else that could signify computers".
    (
        "cyberfox-autoelevate",
        "Configurations",
        (false, false, true),
    ),
];

/// The name on ConnectWise's screen of an item that a page spells differently.
pub(crate) fn item(printed: &str) -> &str {
    match printed {
        "Company / Company Statuses" => "Company / Company Status",
        r#"allow only types suffixed "(auto)")"# => "*(auto)",
        other => other,
    }
}

/// Tables whose every row belongs to a feature: without them nothing would remain, so they are
/// enabled by default.
pub(crate) const ON_BY_DEFAULT: &[(&str, &str)] = &[
    ("crewhu-api", "surveys"),
    ("crewhu-api", "support-metrics"),
    ("crewhu-api", "sales-metrics"),
    ("lifecycle-insights", "agreements-import"),
    ("propel-your-msp-team-members", "team-role-import"),
    ("rewst", "authentication"),
    ("scalepad-lifecycle-manager-tickets", "ticket-creation"),
    ("timezest-projects", "project-tickets"),
];

/// Features within features: the inner one and the one that it needs.
pub(crate) const NESTED: &[(&str, &str, &str)] = &[
    ("crushbank", "auto-configuration", "smartclassifier"),
    ("rewst", "additional-actions", "authentication"),
    ("rewst", "billable-time", "authentication"),
];
