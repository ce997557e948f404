// What the templates give the scripts: elements by their id or selector, data
// attributes, and what scripts hand one another. A script that asks for anything else
// must say what it does where there is none.

interface Document {
  getElementById(id: "answer" | "told" | "find" | "main" | "missed" | "picture" | "compared" | "runners" | "followed" | "following" | "keep" | "share" | "fresh" | "renewed"): HTMLElement;
  getElementById(id: "certificate" | "runner" | "to-page" | "to-results"): HTMLAnchorElement;
  getElementById(id: "save"): HTMLButtonElement;
  getElementById(id: "lookup"): LookupForm;
  getElementById(id: "paste"): PasteForm;
}

interface ParentNode {
  querySelectorAll(selectors: "[data-when]" | "[data-fill]" | "[data-fact]" | "[data-today]" | "[data-search]" | "[data-due]" | "[data-of]" | "li"): NodeListOf<HTMLElement>;
  querySelectorAll(selectors: ".languages a"): NodeListOf<HTMLAnchorElement>;
  querySelectorAll(selectors: ".spans tbody tr" | "tr.at"): NodeListOf<HTMLTableRowElement>;
  querySelectorAll(selectors: "button[data-star]"): NodeListOf<HTMLButtonElement>;
  querySelectorAll(selectors: ".at" | ".order" | ".tally" | ".at, .order, .tally"): NodeListOf<HTMLElement>;
  querySelectorAll(selectors: "form.finder"): NodeListOf<HTMLFormElement>;
  querySelectorAll(selectors: "table.list"): NodeListOf<HTMLTableElement>;
  querySelectorAll(selectors: "script[src]"): NodeListOf<HTMLScriptElement>;
  querySelectorAll(selectors: "[name=clock]"): NodeListOf<HTMLInputElement>;
  querySelector(selectors: "input" | "[name=clock]:checked"): HTMLInputElement;
  querySelector(selectors: "[role=status]" | ".gaps" | ".legend" | "figcaption" | "thead tr" | "tr.places"): HTMLElement;
  querySelector(selectors: "th a" | ".saved a" | "a"): HTMLAnchorElement;
  querySelector(selectors: "[data-said]" | "em" | "span"): HTMLElement | null;
  querySelector(selectors: "button"): HTMLButtonElement;
  querySelector(selectors: "form.finder" | "form.sift"): HTMLFormElement | null;
  querySelector(selectors: "#save"): HTMLButtonElement;
  querySelector(selectors: "details.share"): HTMLDetailsElement | null;
  querySelector(selectors: "#certificate[data-join]"): HTMLAnchorElement | null;
}

// Those that every page of their script has; imprints, pages and shards where
// runners lie in shards, which join says. All others may be missing.
interface DOMStringMap {
  alone: string;
  certificate: string;
  chart: string;
  checks: string;
  core: string;
  fact: string;
  failed: string;
  full: string;
  imprints: string;
  key: string;
  latin: string;
  missing: string;
  most: string;
  pages: string;
  remove: string;
  runner: string;
  shards: string;
  title: string;
  today: string;
  star: string;
  refused: string;
  root: string;
  follow: string;
  renewed: string;
  seen: string;
  timed: string;
  next: string;
  place: string;
  arrival: string;
  copied: string;
  of: string;
  race: string;
  zone: string;
  asof: string;
  due: string;
  said: string;
  when: string;
  words: string;
  division: string;
}

// What a script sets and asks again.
interface DOMStringMap {
  page: string;
  id: string;
}

interface LookupForm extends HTMLFormElement {
  readonly elements: HTMLFormControlsCollection & { race: HTMLSelectElement; bib: HTMLInputElement; code: HTMLInputElement };
}

interface PasteForm extends HTMLFormElement {
  readonly elements: HTMLFormControlsCollection & { address: HTMLInputElement };
}

interface HTMLElementEventMap {
  pick: CustomEvent<string>; // edition/race/bib, from the finder to the page that takes it
}

// Attributes of an element to be made.
type Attributes = Record<string, string | number>;

interface DocumentEventMap {
  follow: CustomEvent; // who is followed changed
  renew: CustomEvent<import("../templates/assets/renew.js").Renewal>;
}
