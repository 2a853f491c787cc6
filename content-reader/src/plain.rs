//! Settings that are plain text: looked up by table and key, empty where they say nothing.

use chrono::NaiveDate;

use crate::Site;

impl Site {
    /// The text of `[table] key`.
    pub fn text(&self, table: &str, key: &str) -> &str {
        self.more.get(table).and_then(|table| table.get(key)?.as_str()).unwrap_or_default().trim()
    }

    /// Shows another number, `display` as people write it and `tel` as a phone dials it, with another sentence on what a
    /// call costs, in Easy Read too.
    pub fn set_phone(&mut self, (display, tel): (&str, &str), charge: &str) {
        self.phone.display = display.to_owned();
        self.phone.tel = tel.to_owned();
        self.phone.charge = charge.to_owned();
        self.phone.free.clear();
        if let Some(easy) = self.more.get_mut("easy").and_then(toml::Value::as_table_mut) {
            easy.insert("charge".to_owned(), charge.into());
        }
    }

    /// The lines of `[table] key`.
    pub fn lines(&self, table: &str, key: &str) -> Vec<&str> {
        let lines = self.more.get(table).and_then(|table| table.get(key)?.as_array());
        lines.into_iter().flatten().filter_map(|line| line.as_str()).collect()
    }

    /// Where to report a weakness, as an address that starts with its scheme; none until the provider gives it.
    pub fn security_contact(&self) -> Option<String> {
        let contact = self.text("security", "contact");
        match contact {
            _ if contact.starts_with("https://") || contact.starts_with("mailto:") => Some(contact.to_owned()),
            _ if contact.contains('@') => Some(format!("mailto:{contact}")),
            _ => None,
        }
    }

    /// The day until which that holds (RFC 9116 asks for one).
    pub fn security_expires(&self) -> Option<NaiveDate> {
        let day = self.more.get("security")?.get("expires")?.as_datetime()?.date?;
        NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into())
    }
}
