//! Requirements on a Customize list, in words that reports and plans share.

use schemars::JsonSchema;
use serde::Serialize;

/// What policies require of a function's Customize list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CustomizeRequest {
    /// Whether every item must be allowed.
    pub all: bool,
    /// The items that must be allowed.
    pub allow: Vec<String>,
    /// The items that must not be allowed.
    pub disallow: Vec<String>,
    /// Whether items other than the named ones may be needed.
    pub partial: bool,
    /// Whether the list is only recommended.
    pub optional: bool,
}

impl CustomizeRequest {
    /// Whether policies mention the list without naming an item.
    pub fn names_nothing(&self) -> bool {
        !self.all && self.allow.is_empty() && self.disallow.is_empty()
    }

    /// The instruction: `allow A and B, and no others`.
    pub fn order(&self) -> String {
        let mut parts = Vec::new();
        if self.all {
            parts.push("allow every item".to_owned());
        } else if !self.allow.is_empty() {
            let rest = if self.partial {
                "; others may be needed as well"
            } else {
                ", and no others"
            };
            parts.push(format!("allow {}{rest}", and(&self.allow)));
        }
        if !self.disallow.is_empty() {
            parts.push(format!("do not allow {}", and(&self.disallow)));
        }
        if parts.is_empty() {
            parts.push("the items are not stated".to_owned());
        }
        if self.optional {
            parts.push("recommended, not required".to_owned());
        }
        parts.join("; ")
    }

    /// What to check in the list, as a clause after a verb such as `check`; `name` formats each
    /// item.
    pub fn sight(&self, name: impl Fn(&str) -> String) -> String {
        let names = |items: &[String]| items.iter().map(|item| name(item)).collect::<Vec<_>>();
        let optional = if self.optional {
            " (recommended, not required)"
        } else {
            ""
        };
        if self.names_nothing() {
            return format!("which items are needed: the policy names none{optional}");
        }
        let mut wishes = Vec::new();
        if self.all {
            wishes.push("every item is allowed".to_owned());
        } else if !self.allow.is_empty() {
            let items = names(&self.allow).join(", ");
            wishes.push(if self.partial {
                format!("these are allowed: {items}; others may be needed as well")
            } else {
                format!("these are allowed, and no others: {items}")
            });
        }
        if !self.disallow.is_empty() {
            let items = names(&self.disallow).join(", ");
            wishes.push(format!("these are not allowed: {items}"));
        }
        format!("that {}{optional}", wishes.join("; and that "))
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn and<T: AsRef<str>>(parts: &[T]) -> String {
    let words: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::CustomizeRequest;

    fn list(allow: &[&str], disallow: &[&str]) -> CustomizeRequest {
        let names = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        CustomizeRequest {
            allow: names(allow),
            disallow: names(disallow),
            ..CustomizeRequest::default()
        }
    }

    #[test]
    fn a_list_says_whether_it_names_every_item() {
        let closed = list(&["A", "B", "C"], &["D"]);
        assert_eq!(
            closed.order(),
            "allow A, B and C, and no others; do not allow D"
        );
        assert_eq!(
            closed.sight(|item| format!("`{item}`")),
            "that these are allowed, and no others: `A`, `B`, `C`; and that these are not allowed: `D`"
        );
        let open = CustomizeRequest {
            partial: true,
            optional: true,
            ..list(&["A"], &[])
        };
        assert_eq!(
            open.order(),
            "allow A; others may be needed as well; recommended, not required"
        );
        assert_eq!(
            open.sight(str::to_owned),
            "that these are allowed: A; others may be needed as well (recommended, not required)"
        );
    }

    #[test]
    fn a_list_without_items_says_so() {
        assert_eq!(list(&[], &[]).order(), "the items are not stated");
        assert_eq!(
            list(&[], &[]).sight(str::to_owned),
            "which items are needed: the policy names none"
        );
        let all = CustomizeRequest {
            all: true,
            ..list(&["A"], &[])
        };
        assert_eq!(all.order(), "allow every item");
    }
}
