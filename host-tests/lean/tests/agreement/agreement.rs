//! What it is to agree.

/// How an outcome that was left out begins.
const LEFT_OUT: &str = "!left_out@";

/// What the lean build made of documents that the complete one was given too.
#[derive(Debug, Default)]
pub(crate) struct Agreement {
    /// Those it read as the complete one does, or refused with the same error.
    pub(crate) same: usize,
    /// Those it left out, by name.
    pub(crate) left_out: Vec<String>,
    /// Those it neither read as the complete one nor left out, and what is different.
    wrong: Vec<String>,
}

impl Agreement {
    /// Compares the lines of both builds. What is left out must be told at an offset of the document, and all before
    /// that must be the same.
    pub(crate) fn judge(&mut self, name: &str, len: usize, complete: &[String], lean: &[String]) {
        if complete == lean {
            self.same += 1;
            return;
        }
        let at = complete.iter().zip(lean).take_while(|(theirs, own)| theirs == own).count();
        let own = lean.get(at).map_or("", String::as_str);
        // A piece of text may be cut where a message is refused.
        let cut = own.starts_with('"') && complete.get(at).is_some_and(|theirs| theirs.starts_with(own));
        let own = if cut { lean.get(at + 1).map_or("", String::as_str) } else { own };
        let offset = own.strip_prefix(LEFT_OUT).and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok());
        match offset {
            Some(offset) if offset <= len => self.left_out.push(name.to_owned()),
            _ => self.wrong.push(format!("{name}: complete {:?}, lean {:?}", complete.get(at), lean.get(at))),
        }
    }

    /// Fails when anything was wrong.
    pub(crate) fn check(&self) {
        let shown: Vec<_> = self.wrong.iter().take(20).cloned().collect();
        assert!(self.wrong.is_empty(), "{} differ:\n{}", self.wrong.len(), shown.join("\n"));
    }
}
