//! The tree of a page. html5gum splits the text, as it does for roles and recordings, so that the
//! program contains one tokenizer of HTML and one table of entities.

use std::io::BufRead;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token as Part, TokenSink};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, QualName, ns};
use html5gum::emitters::default::{DefaultEmitter, Token};
use html5gum::{IoReader, Tokenizer};
use scraper::{Html, HtmlTreeSink};

/// Parses a page as a browser does.
pub(super) fn document(text: &str) -> Html {
    let sink = HtmlTreeSink::new(Html::new_document());
    let builder = TreeBuilder::new(sink, TreeBuilderOpts::default());
    let put = |part| {
        // What it answers is the next state of the tokenizer, which the emitter has chosen by name.
        let _ = builder.process_token(part, 1);
    };
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The type of the reader is that of recordings: the tokenizer is compiled for each type.
    let reader: Box<dyn BufRead + '_> = Box::new(text.as_bytes());
    for token in Tokenizer::new_with_emitter(IoReader::new(reader), emitter) {
        match token {
            Ok(Token::StartTag(start)) => {
                let attributes = start.attributes.into_iter().map(|(name, value)| Attribute {
                    name: QualName::new(None, ns!(), local(&name)),
                    value: tendril(&value),
                });
                put(Part::TagToken(Tag {
                    self_closing: start.self_closing,
                    attrs: attributes.collect(),
                    ..tag(TagKind::StartTag, &start.name)
                }));
            }
            Ok(Token::EndTag(end)) => put(Part::TagToken(tag(TagKind::EndTag, &end.name))),
            Ok(Token::String(text)) => {
                for (index, part) in text.split(|byte| *byte == 0).enumerate() {
                    if index > 0 {
                        put(Part::NullCharacterToken);
                    }
                    if !part.is_empty() {
                        put(Part::CharacterTokens(tendril(part)));
                    }
                }
            }
            Ok(Token::Comment(text)) => put(Part::CommentToken(tendril(&text))),
            Ok(Token::Doctype(doctype)) => put(Part::DoctypeToken(Doctype {
                name: Some(tendril(&doctype.name)),
                public_id: doctype.public_identifier.as_deref().map(|id| tendril(id)),
                system_id: doctype.system_identifier.as_deref().map(|id| tendril(id)),
                force_quirks: doctype.force_quirks,
            })),
            Ok(Token::Error(_)) => {}
            // Memory can be read without errors.
            Err(_) => break,
        }
    }
    put(Part::EOFToken);
    builder.end();
    builder.sink.finish()
}

fn tag(kind: TagKind, name: &[u8]) -> Tag {
    Tag {
        kind,
        name: local(name),
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    }
}

fn local(name: &[u8]) -> LocalName {
    LocalName::from(&*String::from_utf8_lossy(name))
}

fn tendril(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&String::from_utf8_lossy(bytes))
}
