//! Remarks: what is optional, conditional or for the setup, and headings of other products.

use super::{bare, begins, each, holds, stem};

/// Whether a text says that something is needed for the setup alone.
pub(crate) fn setup(text: &str) -> bool {
    let low = text.to_lowercase();
    let after = [
        "afterward",
        "after setup",
        "after the setup",
        "once setup",
        "once the setup",
        "after installation",
        "after onboarding",
        "after configuration",
    ];
    let removed = [
        "remove",
        "revoke",
        "reset",
        "set back",
        "none",
        "take away",
        "turn off",
    ];
    let only = [
        "during setup",
        "during the setup",
        "during initial setup",
        "during the initial setup",
        "for setup only",
        "for the setup only",
        "setup only",
        "only for setup",
        "only for the setup",
        "initial setup only",
        "only for initial setup",
        "only for the initial setup",
        "needed for setup",
        "required for setup",
        "during onboarding",
        "during installation",
        "during configuration",
        "for initial configuration only",
    ];
    holds(&low, &only) || holds(&low, &after) && holds(&low, &removed)
}

/// Whether a text makes something optional and names no part of the integration.
pub(crate) fn merely_optional(text: &str) -> bool {
    matches!(
        stem(bare(text)).as_str(),
        "optional"
            | "no"
            | "not required"
            | "recommended"
            | "optional permission"
            | "nice to have"
            | "not mandatory"
            | "this i optional"
            | "optional level"
            | "optional access"
            | "optional right"
    )
}

/// Whether a text makes what it is about optional.
pub(crate) fn conditional(text: &str) -> bool {
    let low = text.to_lowercase();
    let low = low.trim_start_matches(['*', ' ', '(', '_']);
    if begins(low, &["if ", "when "]) {
        return !is_advice(low);
    }
    low.starts_with("for customers who")
        || holds(low, &CONDITIONS)
        || text.split(' ').count() <= 4 && low.trim_end_matches(')').ends_with("add-on")
        || low.contains("only") && for_one_part(text)
}

/// Whether a condition, in lower case, is about trouble, another role, the creation of this one or
/// the whole integration, so that what is below it is needed in any case. So is a question.
fn is_advice(low: &str) -> bool {
    let words = [
        "admin",
        "error",
        "fail",
        "missing",
        "unsure",
        "already",
        "does not appear",
        "lacks",
        "least privilege",
        "possible",
        "not created",
        "create the role",
        "creating the role",
        "set up the role",
        "api member yet",
        "use the integration",
        "older guide",
        "security policy",
        "what each permission",
    ];
    let condition = low.split_once(',').map_or(low, |(condition, _)| condition);
    low.trim_end().ends_with('?') || holds(condition, &words)
}

/// Words that make something optional, also in the languages around English tables.
const CONDITIONS: [&str; 45] = [
    "only if",
    "optional",
    "only where",
    "only when",
    "only needed",
    "only required",
    "needed only",
    "required only",
    "needed if",
    "required if",
    "when you use",
    "if using",
    "if enabled",
    "nice to have",
    " feature is ",
    "if you use",
    "if you want",
    "not required",
    "add-on permission",
    "advanced feature",
    "if licensed",
    "extra permission",
    "premium",
    "you may also want",
    "you might need",
    "depending on your",
    "customers with ",
    "only necessary",
    "necessary only",
    "necessary if",
    "skip this",
    "if you do not use",
    "if you don't use",
    "unless you use",
    "not needed if",
    "customers only",
    "applies only to",
    "additional permission",
    "nur bei ",
    "nur wenn ",
    "nur für ",
    "alleen bij ",
    "alleen als ",
    "uniquement si ",
    "solo si ",
];

/// Whether a text is about one part of the integration: `only for Acme Billing`, `for Acme Billing
/// only`, `needed for the report only`.
fn for_one_part(text: &str) -> bool {
    let words: Vec<&str> = each(text).collect();
    let only = |word: &str| word.eq_ignore_ascii_case("only");
    let part = |word: &str| word.starts_with(char::is_uppercase);
    let whole = words
        .windows(4)
        .any(|four| matches!(four, [first, "for" | "with" | "on", "the", _] if only(first)));
    let named = words.windows(3).any(
        |three| matches!(three, [first, "for" | "with" | "on", next] if only(first) && part(next)),
    );
    let last = words.last().is_some_and(|word| only(word))
        && words.iter().any(|word| matches!(*word, "for" | "For"));
    let version = words.windows(2).any(|pair| match pair {
        [version, last] => {
            only(last)
                && version
                    .strip_prefix('v')
                    .is_some_and(|rest| rest.parse::<u32>().is_ok())
        }
        _ => false,
    });
    whole || named || last || version
}

/// Whether a short line names this product, as a title does.
pub(crate) fn this_product(text: &str) -> bool {
    text.len() < 60 && text.to_lowercase().contains("connectwise")
}

/// Whether a paragraph is the title of a part for another product: `HaloPSA:`.
pub(crate) fn other_title(text: &str) -> bool {
    text.len() < 40 && text.split(' ').count() <= 4 && !text.ends_with('.') && other_product(text)
}

/// Whether a heading opens the part of a page for another product.
pub(crate) fn other_product(text: &str) -> bool {
    const NAMES: [&str; 17] = [
        "autotask",
        "halopsa",
        "halo psa",
        "halo",
        "kaseya bms",
        "bms",
        "syncro",
        "syncromsp",
        "tigerpaw",
        "atera",
        "superops",
        "pulseway psa",
        "pulseway",
        "naverisk",
        "accelo",
        "datto psa",
        "kaseya psa",
    ];
    // Products that also have integrations: only as a whole title.
    const WHOLE: [&str; 3] = ["zendesk", "freshservice", "servicenow"];
    let low = text.to_lowercase();
    let words = format!(" {} ", each(&low).collect::<Vec<_>>().join(" "));
    !low.contains("connectwise")
        && (NAMES
            .iter()
            .any(|name| words.contains(&format!(" {name} ")))
            || WHOLE.iter().any(|name| words.trim() == *name))
}
