//! File names of snapshots: `role-63-cloudblue-api.json`.

/// The maximum length of the role's name in a file name, in characters.
const LONGEST: usize = 48;

/// The file name of a role. The number comes first and never changes; the name is for people.
pub(super) fn of_role(id: i64, name: Option<&str>) -> String {
    let slug = slug(name.unwrap_or_default());
    if slug.is_empty() {
        format!("role-{id}.json")
    } else {
        format!("role-{id}-{slug}.json")
    }
}

/// Lowercase letters and digits, with a hyphen for everything else.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let short: String = slug.chars().take(LONGEST).collect();
    short.trim_end_matches('-').to_owned()
}

/// The role number in a file name.
pub(super) fn id_of(file: &str) -> Option<i64> {
    let rest = file.strip_prefix("role-")?.strip_suffix(".json")?;
    // A minus sign is not a separator.
    let (sign, digits) = rest.strip_prefix('-').map_or((1, rest), |rest| (-1, rest));
    let digits = digits.split_once('-').map_or(digits, |(id, _)| id);
    digits.parse::<i64>().ok().map(|id| sign * id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_part_of_the_file_name() {
        for (name, file) in [
            ("CloudBlue API", "role-63-cloudblue-api.json"),
            ("  ../../etc/passwd ", "role-63-etc-passwd.json"),
            ("Büro (Süd)", "role-63-büro-süd.json"),
            ("日本", "role-63-日本.json"),
            ("***", "role-63.json"),
            ("", "role-63.json"),
        ] {
            assert_eq!(of_role(63, Some(name)), file);
            assert_eq!(id_of(file), Some(63));
        }
        let long = of_role(1, Some(&"a ".repeat(200)));
        assert!(long.len() < 70 && !long.contains("-."), "{long}");
        assert_eq!(id_of("role--1-x.json"), Some(-1));
        for other in ["role-x.json", "roles.json", "role-1.txt", "index.json"] {
            assert_eq!(id_of(other), None);
        }
    }
}
