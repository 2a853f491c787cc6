//! Cells of an aligned column get a class: the library's own `style=` is refused by the content policy.

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

/// The table being read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
}

impl Columns {
    /// The event to write in place of one that the library would give a style; any other comes back as it is.
    pub(super) fn classed<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        match event {
            Event::Start(Tag::Table(alignments)) => {
                let none = vec![Alignment::None; alignments.len()];
                *self = Self { alignments, cell: 0, in_head: false };
                Event::Start(Tag::Table(none))
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                (self.cell, self.in_head) = (0, matches!(event, Event::Start(Tag::TableHead)));
                event
            }
            Event::Start(Tag::TableCell) => match self.class() {
                Some(class) => html(format!("<{} class=\"{class}\">", self.cell_name())),
                None => event,
            },
            Event::End(TagEnd::TableCell) => {
                let classed = self.class().is_some();
                self.cell += 1;
                if classed { html(format!("</{}>", self.cell_name())) } else { event }
            }
            other => other,
        }
    }

    fn class(&self) -> Option<&'static str> {
        match self.alignments.get(self.cell)? {
            Alignment::None => None,
            Alignment::Left => Some("left"),
            Alignment::Right => Some("right"),
            Alignment::Center => Some("center"),
        }
    }

    fn cell_name(&self) -> &'static str {
        if self.in_head { "th" } else { "td" }
    }
}

fn html(text: String) -> Event<'static> {
    Event::InlineHtml(CowStr::from(text))
}
