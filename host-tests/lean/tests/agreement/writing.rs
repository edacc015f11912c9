//! What both builds write.

use crate::agreement::Agreement;
use crate::{complete, lean};

#[test]
fn what_is_written_is_the_same_or_left_out() {
    let mut agreement = Agreement::default();
    for ((name, theirs), (_, own)) in complete::lines::writing().iter().zip(&lean::lines::writing()) {
        agreement.judge(name, usize::MAX, theirs, own);
    }
    agreement.check();
    let left_out = agreement.left_out.join(", ");
    assert!(["name 日本", "addressing 2004/08", "plain addressing 2004/08"].iter().all(|name| left_out.contains(name)));
    // The four drafts, three times each, and what was named above.
    assert_eq!(agreement.left_out.len(), 4 * 3 + 4, "{left_out}");
}
