use super::*;

fn of(text: &str) -> Vec<String> {
    let all = described(text).into_iter();
    all.map(|one| format!("{} {}", one.method, one.path))
        .collect()
}

#[test]
fn sentences_describe_requests() {
    assert_eq!(of("Creates tickets"), ["POST /service/tickets"]);
    assert_eq!(
        of("Creates, updates, and deletes service tickets from alerts."),
        ["POST /service/tickets", "PATCH /service/tickets/{id}"]
    );
    assert_eq!(
        of("Required to read companies and contacts, to update the agreement additions"),
        ["GET /company/companies", "GET /company/contacts",]
    );
    assert_eq!(
        of("Used for creating time entries on tickets"),
        ["POST /time/entries"]
    );
    assert_eq!(
        of("Calls `POST /service/tickets` and then (PATCH /service/tickets/{id})."),
        ["POST /service/tickets", "PATCH /service/tickets/{id}"]
    );
    assert_eq!(
        of("POST https://api-na.myconnectwise.net/v4_6_release/apis/3.0/company/contacts"),
        ["POST /company/contacts"]
    );
}

#[test]
fn other_sentences_describe_nothing() {
    for text in [
        "",
        "Deletes tickets",
        "Does not create tickets",
        "Creates project tickets",
        "Creates company sites",
        "Creates ticket notes",
        "Reminds technicians to update tickets",
        "Notifies users who create tickets",
        "Reads updates and tickets later",
        "Creates no tickets",
        "Links devices to tickets",
        "Ticket creation",
        "The ticket updates companies see",
        "get /service/tickets",
        "It never calls POST /service/tickets",
        "POST /sales/activities",
    ] {
        assert_eq!(of(text), [""; 0], "{text}");
    }
}
