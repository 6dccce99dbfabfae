use super::super::record::Answer;
use super::*;

fn records(text: &str) -> (Vec<Record>, bool) {
    let input = Input::new(text.as_bytes()).unwrap();
    let cut = std::rc::Rc::clone(&input.cut);
    let table = recognize(&input.sample, 0).expect(text);
    let mut all = Vec::new();
    let mut emit = |record| all.push(record);
    read(input, table, &mut Sink::new(&mut emit)).unwrap();
    (all, cut.get())
}

#[test]
fn columns_in_any_order_and_with_any_separator() {
    let tables = [
        "Method,URL,Response\nGET,/service/tickets,200\n",
        "\"Response Code\";\"Start Time\";\"Request URL\";\"HTTP Method\"\n\"200 OK\";\"2026-11-27 08:00:00\";\"/service/tickets\";\"GET\"\n",
        "API Logs\n\nStatus\tVerb\tEndpoint\tDuration\n200\tGET\t/service/tickets\t12\n",
        "Date|Request|Status Code\r\n2026-11-27|GET /service/tickets|200\r\n",
        "#Software: IIS\n#Fields: date time cs-method cs-uri-stem cs-uri-query sc-status\n2026-11-27 08:00:00 GET /service/tickets - 200\n",
        "GET,/service/tickets,200\n",
    ];
    for text in tables {
        let (all, cut) = records(text);
        assert_eq!(all.len(), 1, "{text}");
        assert_eq!(
            (all[0].method.as_str(), all[0].target.as_str()),
            ("GET", "/service/tickets"),
            "{text}"
        );
        assert_eq!(all[0].answer, Answer::Status(200), "{text}");
        assert!(!cut);
    }
}

#[test]
fn a_cut_row_is_no_request() {
    let (all, cut) = records("Method,URL,Response\nGET,/service/tickets,200\nGET,/ser");
    assert_eq!(all.len(), 1);
    assert!(cut);
    let text = "\"Response\",\"Method\",\"URL\"\n\"200\",\"GET\",\"/service/tickets\"\n\"200\",\"GET\",\"/serv";
    let (all, cut) = records(text);
    assert_eq!(all.len(), 1);
    assert!(cut);
}

#[test]
fn text_is_no_table() {
    for text in [
        "GET /service/tickets\n",
        "a, b\nc, d\n",
        "2026 INFO GET /a, then /b\n",
    ] {
        assert_eq!(recognize(text.as_bytes(), 1), None, "{text}");
    }
}
