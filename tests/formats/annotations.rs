//! Annotations as GitHub's runner parses a log: `::command key=value,…::data` at the start of a
//! line, the older `##[command …]` anywhere in one, and `stop-commands`.

use std::collections::HashMap;

use super::{command, scenes};

#[derive(Debug)]
struct Command {
    name: String,
    properties: HashMap<String, String>,
    data: String,
}

fn decoded(text: &str, property: bool) -> String {
    let mut text = text.replace("%0D", "\r").replace("%0A", "\n");
    if property {
        text = text.replace("%3A", ":").replace("%2C", ",");
    }
    text.replace("%25", "%")
}

fn parse(line: &str) -> Option<Command> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let properties = properties
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.trim().to_owned(), decoded(value, true)))
        .collect();
    Some(Command {
        name: name.to_owned(),
        properties,
        data: decoded(data, false),
    })
}

/// The commands that a runner executes in a log.
fn executed_commands(log: &str) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut stopped: Option<String> = None;
    // A runner treats a carriage return as the end of a line too.
    for line in log.split(['\n', '\r']) {
        let command = parse(line);
        match (&stopped, command) {
            (Some(token), Some(command)) if command.name == *token => stopped = None,
            (Some(_), _) => {}
            (None, Some(command)) if command.name == "stop-commands" => {
                stopped = Some(command.data);
            }
            (None, Some(command)) => commands.push(command),
            (None, None) => assert!(!line.contains("##["), "an old command: {line}"),
        }
    }
    assert_eq!(stopped, None, "commands work again in the end");
    commands
}

fn check(commands: &[Command], name: &str) {
    assert!(commands.len() <= 11, "{name}");
    for command in commands {
        assert!(
            ["error", "warning", "notice"].contains(&command.name.as_str()),
            "{name}: {command:?}"
        );
        for key in command.properties.keys() {
            let known = ["title", "file", "line", "endLine", "col", "endColumn"];
            assert!(known.contains(&key.as_str()), "{name}: {command:?}");
        }
    }
    // GitHub keeps ten of each kind.
    for kind in ["error", "warning", "notice"] {
        let number = commands
            .iter()
            .filter(|command| command.name == kind)
            .count();
        assert!(number <= 10, "{name}: {number} of {kind}");
    }
}

#[test]
fn a_runner_executes_only_annotations() {
    for scene in scenes::all() {
        let log = scene.print("github");
        let commands = executed_commands(&log);
        check(&commands, scene.name);
        assert_eq!(commands.is_empty(), scene.name == "clean", "{}", scene.name);
        assert!(log.lines().last().unwrap().starts_with("leastwise: "));
    }
}

#[test]
fn an_annotation_points_to_the_level() {
    let scenes = scenes::all();
    let scene = scenes
        .iter()
        .find(|scene| scene.name == "findings")
        .unwrap();
    let commands = executed_commands(&scene.print("github"));
    let [only] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    let finding = &scene.findings()[0];
    let place = &finding["locations"][0];
    assert_eq!(only.name, "error");
    assert_eq!(only.properties["file"], "a.json");
    assert_eq!(only.properties["line"], place["line"].to_string());
    assert_eq!(only.properties["col"], place["column"].to_string());
    let message = finding["message"].as_str().unwrap();
    assert_eq!(only.data.lines().next(), Some(message));
}

#[test]
fn the_ten_most_severe_are_shown_and_the_rest_is_counted() {
    let scene = scenes::large(30);
    let found = scene.findings();
    let commands = executed_commands(&scene.print("github"));
    assert_eq!(commands.len(), 11);
    let severity = |finding: &serde_json::Value| match finding["severity"].as_str() {
        Some("error") => "error",
        Some("warning") => "warning",
        _ => "notice",
    };
    let gravest: Vec<&str> = found.iter().take(10).map(severity).collect();
    let shown: Vec<&str> = commands
        .iter()
        .take(10)
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(shown, gravest);
    let rest = &commands[10];
    assert_eq!(
        rest.properties["title"],
        format!("{} more", found.len() - 10)
    );
}

#[test]
fn a_workflow_without_a_format_gets_the_report_and_annotations() {
    for scene in scenes::all() {
        let mut arguments = vec!["check"];
        arguments.extend(scene.arguments.iter().map(String::as_str));
        let run = |arguments: &[&str]| {
            let output = command(scene.folder.path(), arguments)
                .env("GITHUB_ACTIONS", "true")
                .output()
                .expect("the program starts");
            super::text(&output).to_owned()
        };
        let log = run(&arguments);
        let commands = executed_commands(&log);
        check(&commands, scene.name);
        let alone = executed_commands(&scene.print("github"));
        assert_eq!(commands.len(), alone.len(), "{}", scene.name);
        // Command markers in names are broken up with a zero-width space.
        assert!(
            log.replace('\u{200b}', "")
                .contains(scene.print("human").trim_end()),
            "{}",
            scene.name
        );
        // An explicit format prints nothing else.
        arguments.extend(["--format", "json"]);
        if scene.name != "hostile" {
            assert!(serde_json::from_str::<serde_json::Value>(&run(&arguments)).is_ok());
        }
    }
}
