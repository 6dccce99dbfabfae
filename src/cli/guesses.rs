//! Policies with unconfirmed guesses: what depends on them is inconclusive.

use super::sink::Sink;
use crate::model::Problem;
use crate::policy::Policy;

/// Warns on standard error about unconfirmed guesses, on which the result depends. Says whether
/// there are any.
pub(super) fn warn_of_guesses<'a>(
    policies: impl IntoIterator<Item = &'a Policy>,
    sink: Sink,
) -> bool {
    let mut any = false;
    for policy in policies {
        if let Some(Problem { message, help, .. }) = draft(policy, false) {
            any = true;
            sink.tell(&format!("warning: {message}"));
            sink.tell(&format!("  {}", help.unwrap_or_default()));
        }
    }
    any
}

/// Why a run with this policy is inconclusive: its guesses.
pub(super) fn draft(policy: &Policy, page: bool) -> Option<Problem> {
    let drafts = || {
        policy
            .lineage()
            .filter(|part| !part.document.unconfirmed.is_empty())
    };
    let guesses: usize = drafts().map(|part| part.document.unconfirmed.len()).sum();
    let count = match guesses {
        0 => return None,
        1 => "one unconfirmed guess".to_owned(),
        several => format!("{several} unconfirmed guesses"),
    };
    let name = policy.source.name();
    let message = format!("the policy `{}` is a draft with {count}", policy.id());
    let help = if page {
        "save the draft with `leastwise policy import PAGE -o FILE`, confirm its guesses with `leastwise \
         policy confirm FILE`, then check with `--policy FILE`"
            .to_owned()
    } else {
        let draft = drafts().next().map_or(name, |part| part.source.name());
        format!("compare the guesses with the source: `leastwise policy confirm {draft}`")
    };
    Some(Problem::in_file(name, message).with_help(help))
}
