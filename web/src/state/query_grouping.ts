// How the query language reads a text that mixes `and` and `or`: both bind equally and group to the right, so `a and b or c` means
// `a and (b or c)`. Said with brackets where a reader might think otherwise.

interface Token {
  text: string;
  joint: boolean; // `and` or `or`
}

// Strings whole, brackets alone, other words up to the next white space or bracket.
function tokens(text: string): Token[] {
  const found = text.matchAll(/"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|[()]|[^\s()"']+/g);
  return Array.from(found, ([word]) => ({ text: word, joint: word === 'and' || word === 'or' }));
}

// Null when nothing needs saying: one kind of joint at each level, or brackets that say it already.
export function grouped(text: string): string | null {
  const list = tokens(text);
  let at = 0;
  let mixed = false;
  const expression = (): string => {
    const left = comparison();
    const joint = list[at];
    if (joint === undefined || !joint.joint) return left;
    ++at;
    const next = nextJoint();
    const right = expression();
    const brackets = next !== null && next !== joint.text;
    mixed ||= brackets;
    return `${left} ${joint.text} ${brackets ? `(${right})` : right}`;
  };
  // The joint after the comparison that begins here, at this level.
  const nextJoint = (): string | null => {
    let depth = 0;
    for (let ahead = at; ahead < list.length; ++ahead) {
      const { text: word, joint } = list[ahead]!;
      if (word === '(') ++depth;
      else if (word === ')' && --depth < 0) return null;
      else if (joint && depth === 0) return word;
    }
    return null;
  };
  const comparison = (): string => {
    const words: string[] = [];
    while (at < list.length && !list[at]!.joint && list[at]!.text !== ')') {
      const word = list[at++]!.text;
      if (word !== '(') {
        words.push(word);
        continue;
      }
      const inner = expression();
      if (list[at]?.text === ')') ++at;
      words.push(`(${inner})`);
    }
    return words.join(' ');
  };
  const whole = expression();
  return mixed && at === list.length ? whole : null;
}
