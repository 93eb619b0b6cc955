//! The grammar of DOT, as far as its documentation states it (graphviz.org/doc/info/lang.html), for directed graphs.

/// What a text says: how many nodes and edges have a statement, or where it is no DOT.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) nodes: usize,
    pub(super) edges: usize,
    pub(super) labels: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Id(String),
    Mark(&'static str),
}

pub(super) fn read(text: &str) -> Result<Said, String> {
    let tokens = tokens(text)?;
    let mut reader = Reader { tokens: &tokens, at: 0, said: Said::default() };
    reader.word("digraph")?;
    reader.id()?;
    reader.mark("{")?;
    reader.statements()?;
    reader.mark("}")?;
    if reader.at < tokens.len() {
        return Err(format!("something behind the graph: {:?}", tokens[reader.at]));
    }
    Ok(reader.said)
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let mark = |mark| Token::Mark(mark);
        match character {
            ' ' | '\n' => {}
            '{' => tokens.push(mark("{")),
            '}' => tokens.push(mark("}")),
            '[' => tokens.push(mark("[")),
            ']' => tokens.push(mark("]")),
            '=' => tokens.push(mark("=")),
            ';' => tokens.push(mark(";")),
            ',' => tokens.push(mark(",")),
            '-' if rest.peek() == Some(&'>') => {
                rest.next();
                tokens.push(mark("->"));
            }
            '"' => {
                let mut string = String::new();
                loop {
                    match rest.next().ok_or("a string has no end")? {
                        '"' => break,
                        '\\' => match rest.next().ok_or("a string has no end")? {
                            escaped @ ('"' | '\\') => string.push(escaped),
                            other => return Err(format!("\\{other} stands for something else in a label")),
                        },
                        '\n' => return Err("a line ends in a string".into()),
                        other => string.push(other),
                    }
                }
                tokens.push(Token::Id(string));
            }
            _ if character.is_ascii_alphanumeric() || character == '_' || character == '.' => {
                let mut id = String::from(character);
                while let Some(next) = rest.next_if(|next| next.is_ascii_alphanumeric() || matches!(next, '_' | '.')) {
                    id.push(next);
                }
                tokens.push(Token::Id(id));
            }
            other => return Err(format!("{other:?} stands outside of a string")),
        }
    }
    Ok(tokens)
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    said: Said,
}

impl Reader<'_> {
    fn statements(&mut self) -> Result<(), String> {
        while self.tokens.get(self.at) != Some(&Token::Mark("}")) {
            let id = self.id()?;
            if id == "subgraph" {
                self.id()?;
                self.mark("{")?;
                self.statements()?;
                self.mark("}")?;
                continue;
            }
            if self.is_mark("=") {
                self.at += 1;
                self.id()?;
            } else if self.is_mark("->") {
                self.at += 1;
                self.id()?;
                self.attributes()?;
                self.said.edges += 1;
            } else {
                self.attributes()?;
                self.said.nodes += usize::from(!matches!(id.as_str(), "graph" | "node" | "edge"));
            }
            self.mark(";")?;
        }
        Ok(())
    }

    fn attributes(&mut self) -> Result<(), String> {
        self.mark("[")?;
        loop {
            let name = self.id()?;
            self.mark("=")?;
            let value = self.id()?;
            if name == "label" {
                self.said.labels.push(value);
            }
            if !self.is_mark(",") {
                break;
            }
            self.at += 1;
        }
        self.mark("]")
    }

    fn is_mark(&self, mark: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Mark(here)) if *here == mark)
    }

    fn mark(&mut self, mark: &str) -> Result<(), String> {
        if self.is_mark(mark) {
            self.at += 1;
            return Ok(());
        }
        Err(format!("{mark} is expected, not {:?}", self.tokens.get(self.at)))
    }

    fn id(&mut self) -> Result<String, String> {
        match self.tokens.get(self.at) {
            Some(Token::Id(id)) => {
                self.at += 1;
                Ok(id.clone())
            }
            other => Err(format!("a name is expected, not {other:?}")),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), String> {
        let id = self.id()?;
        if id == word { Ok(()) } else { Err(format!("{word} is expected, not {id}")) }
    }
}
