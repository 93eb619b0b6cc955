use super::share::ShareText;

pub(super) const TEXT: ShareText = ShareText {
    sheet: "Sheet with editor, details and logs: pull, press, or use the arrow keys",
    sheet_yaml: "YAML",
    embed_open: "Open in the playground ↗",
    share_copied: "Copied ✓",
    share_short: "{0} characters: arrives whole in chats and mails.",
    share_long: "{0} characters: browsers open it, but some chats and mail programs cut links that long. Save it for a short one.",
    share_longer: "{0} characters: many programs cut links that long. Save it for a short one, or download the YAML (⋯ above the editor) and send the file.",
    share_longest: "{0} characters: a link that long cannot be opened. Save it for a short one, or download the YAML (⋯ above the editor) and send the file.",
    share_embed: "Frame for other pages",
    share_embed_copy: "Copy code",
    share_embed_copied: "The code of the frame is copied.",
    share_embed_help: "Shows the graph; nothing runs before the reader presses play.",
    share_embed_save: "The link is too long for a frame: save it first.",
    share_graph: "The graph as it is now",
    share_graph_help: "Pictures, and texts for Graphviz, for Mermaid (Git hosts draw it) and for what reads Kiali's graph JSON.",
    share_kiali: "Kiali JSON",
    share_markdown: "Copy as Markdown",
    share_markdown_copied: "A Mermaid block with the link behind it is copied.",
    share_written: "{0} is saved.",
    share_not_drawn: "The graph could not be drawn: the engine does not answer.",
};
