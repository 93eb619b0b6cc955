//! What programs read that show a link to the document as a card: Open Graph, Twitter's card, and where oEmbed is answered.

use leptos::prelude::*;

/// Where the document, its picture and its frame are, as others reach them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfurled {
    /// The document.
    pub address: String,
    /// A picture of [`Unfurled::WIDTH`] x [`Unfurled::HEIGHT`] pixels.
    pub picture: String,
    /// What answers an oEmbed consumer about it; `None` where nothing can be framed.
    pub oembed: Option<String>,
}

impl Unfurled {
    /// Width of the picture in pixels, as most consumers want it.
    pub const WIDTH: u32 = 1200;
    /// Its height.
    pub const HEIGHT: u32 = 630;
}

/// The tags for a document's `<head>` (ogp.me, oembed.com).
pub(crate) fn tags(unfurled: Unfurled, title: &str) -> impl IntoView + use<> {
    let Unfurled { address, picture, oembed } = unfurled;
    view! {
        {open_graph("og:url", &address)}
        {open_graph("og:image", &picture)}
        {open_graph("og:image:width", &Unfurled::WIDTH.to_string())}
        {open_graph("og:image:height", &Unfurled::HEIGHT.to_string())}
        {open_graph("og:image:alt", title)}
        <meta name="twitter:card" content="summary_large_image" />
        <link rel="canonical" href=address />
        {oembed.map(|oembed| view! { <link rel="alternate" type="application/json+oembed" href=oembed title=title.to_owned() /> })}
    }
}

/// What a link to the document looks like in a conversation (ogp.me).
pub(crate) fn open_graph(property: &str, content: &str) -> impl IntoView + use<> {
    leptos::html::meta().attr("property", property.to_owned()).attr("content", content.to_owned())
}
