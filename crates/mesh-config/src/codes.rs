//! The codes of what this crate finds; stable, since scripts and suppressions rely on them.

use crate::Help;

/// Makes a constant and a help page of each code: its doc comment is the page.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: &str = $code;)+

        /// The help pages of these codes.
        pub const HELP: &[Help] = &[$(Help { codes: &[$code], text: concat!($($doc, "\n"),+) }),+];
    };
}

codes! {
    /// The text is no YAML.
    ///
    /// What is marked stops the reader. The document is left out, the others are read.
    SYNTAX = "MP0001";

    /// More text, documents, depth, aliases or findings than are read.
    ///
    /// The limits keep any input from taking long; no real configuration comes near them. Split the file.
    LIMIT = "MP0002";

    /// A value of the wrong type.
    ///
    /// Istio and Kubernetes refuse the whole object, so it is left out of the run.
    WRONG_TYPE = "MP0003";

    /// A field that the kind does not have.
    ///
    /// Istio ignores it without a word: what it was meant to do does not happen. Correct its name, or move it to where it
    /// belongs: the message names the place if the kind has such a field elsewhere.
    UNKNOWN_FIELD = "MP0004";

    /// A valid field that the playground does not simulate.
    ///
    /// It does what Istio says in a cluster, and nothing here.
    NOT_SIMULATED = "MP0005";

    /// An object without `kind` or `metadata.name`.
    ///
    /// Kubernetes would not know what it is. It is left out.
    NO_OBJECT = "MP0006";

    /// An object of a kind or version that is kept but ignored.
    ///
    /// It stays in the files and is written out again; the simulation knows nothing of it.
    IGNORED_KIND = "MP0007";

    /// A key that is there twice.
    ///
    /// Kubernetes refuses the object. Remove one of the two.
    DUPLICATE_KEY = "MP0008";

    /// A value of the playground's own kinds outside its bounds.
    ///
    /// The value is left out and the default holds.
    OUT_OF_BOUNDS = "MP0009";

    /// Several fields of which only one may be set.
    ///
    /// The API server refuses the object; Istio's own reader takes the last.
    ONE_OF = "MP0010";

    /// A name, namespace or label that is longer than Kubernetes takes, or more labels than the playground does.
    ///
    /// The API server refuses the object, so it is left out of the run. Labels and their values have 63 characters at
    /// most, names of most kinds 253. An object has 100 labels at most: a limit of the playground.
    TOO_LONG = "MP0011";

    /// A template that nobody has filled in.
    ///
    /// `{{ }}`, `{% %}` and `${X}` mean something to Helm, Jinja, `envsubst` or Terraform, and nothing to Kubernetes: what
    /// holds them is left out of the run. Render a chart with `helm template`, run the others as well, and take what
    /// they print. Of each file the first mark is told.
    TEMPLATE = "MP0013";

    /// A file that is no Kubernetes manifest.
    ///
    /// In the folder of a chart, a build or a composition are YAML files that `kubectl apply` does not take: Chart.yaml,
    /// values.yaml, a kustomization, Docker Compose, the pipelines of build servers. They are passed over.
    OTHER_FILE = "MP0014";

    /// Text around the YAML that is none of it.
    ///
    /// What stands between Markdown's fences, or is handed to `kubectl` by a shell (`<<EOF`), is read, the rest is passed
    /// over. `kubectl apply` would refuse the file: remove what is around the YAML.
    EXCERPT = "MP0015";

    /// A kind that Istio had once and no longer has.
    ///
    /// Nothing in a cluster reads it today. The message names the kind that took its place; fields have other names there.
    FORMER_KIND = "MP0016";
}
