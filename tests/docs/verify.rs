//! "Check the role": the command in the guide works, and the description of its result is correct.

use crate::docs::harness::{Sandbox, docs};
use crate::docs::{html, markdown};

const POLICY: &str = "cloudblue-reseller-marketplace";

/// The part of a guide about checking the role, in both formats, as plain text.
fn checking_texts(folder: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let text = folder.docs(arguments).good();
    let (_, text) = text.split_once("## Check the role\n").unwrap();
    let section = text.split("\n## ").next().unwrap();
    let read = markdown::read(section);
    let markdown = [read.paragraphs, read.items].concat().join("\n");
    let page = folder.docs(&[arguments, &["--format", "html"]].concat());
    let page = html::read(&page.good());
    let is_check = |element: &&html::Element| element.attribute("id") == Some("check");
    let html = page.iter().find(is_check).unwrap().text.clone();
    [markdown, html]
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .to_vec()
}

#[track_caller]
fn says(texts: &[String], sentence: &str, expected: bool) {
    for text in texts {
        assert_eq!(text.contains(sentence), expected, "{sentence}\n{text}");
    }
}

/// With the variables from the guide, the printed command has all values: it sends a request to the
/// address, where no server listens in this test.
#[cfg(feature = "live")]
#[test]
fn the_command_works_with_the_variables_of_the_guide() {
    let read = markdown::read(&docs(&[POLICY]).good());
    let [command] = read.code.as_slice() else {
        panic!("{:?}", read.code);
    };
    let words: Vec<&str> = command.trim().split(' ').skip(1).collect();
    let run = |variables: &[(&str, &str)]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_leastwise"))
            .args(&words)
            .args(["--retries", "0"])
            .env_clear()
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), stderr)
    };
    let mut named: Vec<(&str, &str)> = read
        .items
        .iter()
        .filter_map(|item| item.split_once(": ").map(|(name, _)| name))
        .filter(|name| name.starts_with("CONNECTWISE_"))
        .map(|name| match name {
            "CONNECTWISE_API_URL" => (name, "http://127.0.0.1:1"),
            name => (name, "11111111-2222-3333-4444-555555555555"),
        })
        .collect();
    assert_eq!(named.len(), 4, "{named:?}");
    let asks = "Then run this command in a terminal. It asks for the private key, or reads it from CONNECTWISE_PRIVATE_KEY:";
    assert!(read.paragraphs.iter().any(|paragraph| paragraph == asks));
    named.push(("CONNECTWISE_PRIVATE_KEY", "k3y"));
    let (code, stderr) = run(&named);
    assert_eq!(code, Some(3), "{stderr}");
    // None of the variables is unnecessary.
    for without in 0..named.len() {
        let mut fewer = named.clone();
        let (name, _) = fewer.remove(without);
        let (code, stderr) = run(&fewer);
        assert_eq!(code, Some(2), "{name}");
        assert!(stderr.contains(name), "{name}: {stderr}");
        assert!(
            stderr.contains("/blob/main/docs/live.md#credentials"),
            "{stderr}"
        );
    }
}

#[test]
fn the_guide_links_to_the_credentials_and_to_a_client_id() {
    for (language, flag) in [("en", "--language=en"), ("de", "--language=de")] {
        for format in ["markdown", "html"] {
            let text = docs(&[POLICY, flag, "--format", format]).good();
            for address in [
                "/blob/main/docs/live.md#credentials",
                "https://developer.connectwise.com",
            ] {
                assert!(text.contains(address), "{language}: {address}");
            }
        }
    }
}

#[test]
fn a_guide_for_the_setup_says_when_the_setup_ends() {
    let folder = Sandbox::with_policy(
        "permissions:\n  System:\n    Table Setup:\n      inquire: All\n      add: { level: All, phase: setup }\n",
    );
    let ends = "Afterwards, omit --phase setup: levels that were needed only during setup are \
                then reported";
    let adds = "During setup, add --phase setup; omit it afterwards.";
    for (phase, ends_expected, adds_expected) in [
        (&["policy.yaml"][..], false, true),
        (&["policy.yaml", "--phase", "setup"], true, false),
        (&["policy.yaml", "--phase", "run"], false, false),
    ] {
        let texts = checking_texts(&folder, phase);
        says(&texts, ends, ends_expected);
        says(&texts, adds, adds_expected);
    }
}

/// Parts that the command does not compare are not reported as a match.
#[test]
fn the_described_result_is_limited_to_what_is_compared() {
    let levels = "If it reports none, the levels match the table.";
    let lists = "It checks Customize lists only if --customize-items says";
    let unstated = "It cannot check functions for which the table says “not stated”; decide";
    for (rows, has_lists, has_unstated) in [
        ("Agreements: { inquire: All }", false, false),
        ("Agreements: { note: See above }", false, true),
        (
            "Agreements: { inquire: All, customize: { allow: [A] } }",
            true,
            false,
        ),
        ("Agreements: { customize: { partial: true } }", true, true),
    ] {
        let folder = Sandbox::with_policy(&format!("permissions:\n  Finance:\n    {rows}\n"));
        let texts = checking_texts(&folder, &["policy.yaml"]);
        says(&texts, levels, true);
        says(&texts, "the role matches", false);
        says(&texts, lists, has_lists);
        says(&texts, unstated, has_unstated);
    }
    let member = "It does not check the settings of the member from step 2.";
    for (text, expected) in [("", false), ("member: { level: Corporate }\n", true)] {
        says(
            &checking_texts(&Sandbox::with_policy(text), &["policy.yaml"]),
            member,
            expected,
        );
    }
}

/// On a narrow page the command wraps between words: a scrolling block cannot be used without a
/// mouse.
#[test]
fn the_command_fits_into_a_narrow_page() {
    let page = docs(&[POLICY, "--format", "html"]).good();
    let rules = page.split_once("\npre {").unwrap().1;
    let rule = rules.split('}').next().unwrap();
    assert!(rule.contains("white-space: pre-wrap;"), "{rule}");
    assert!(rule.contains("overflow-wrap: anywhere;"), "{rule}");
    assert!(!rule.contains("overflow-x"), "{rule}");
    let elements = html::read(&page);
    let words = elements
        .iter()
        .filter(|element| element.name == "span" && element.within.contains(&"pre".to_owned()));
    let words: Vec<&str> = words.map(|word| word.text.as_str()).collect();
    assert_eq!(
        words.join(" "),
        format!("leastwise check --live -p {POLICY}")
    );
    assert_eq!(html::texts(&elements, "pre"), [words.join(" ")]);
}
