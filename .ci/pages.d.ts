// What the templates give the scripts: elements by their id or selector, data
// attributes, and what scripts hand one another. A script that asks for anything else
// must say what it does where there is none.

interface Document {
  getElementById(id: "answer" | "told" | "find" | "main" | "missed" | "picture" | "compared" | "runners"): HTMLElement;
  getElementById(id: "certificate" | "runner" | "to-page" | "to-results"): HTMLAnchorElement;
  getElementById(id: "save"): HTMLButtonElement;
  getElementById(id: "lookup"): LookupForm;
  getElementById(id: "paste"): PasteForm;
}

interface ParentNode {
  querySelectorAll(selectors: "[data-when]" | "[data-fill]" | "[data-fact]" | "[data-today]" | "[data-search]"): NodeListOf<HTMLElement>;
  querySelectorAll(selectors: ".languages a"): NodeListOf<HTMLAnchorElement>;
  querySelectorAll(selectors: ".spans tbody tr" | "tr.at"): NodeListOf<HTMLTableRowElement>;
  querySelectorAll(selectors: "form.finder"): NodeListOf<HTMLFormElement>;
  querySelectorAll(selectors: "script[src]"): NodeListOf<HTMLScriptElement>;
  querySelectorAll(selectors: "[name=clock]"): NodeListOf<HTMLInputElement>;
  querySelector(selectors: "input" | "[name=clock]:checked"): HTMLInputElement;
  querySelector(selectors: "[role=status]" | ".gaps" | ".legend" | "figcaption" | "thead tr" | "tr.places"): HTMLElement;
  querySelector(selectors: "th a" | ".saved a"): HTMLAnchorElement;
  querySelector(selectors: "form.finder"): HTMLFormElement | null;
  querySelector(selectors: "#save"): HTMLButtonElement;
  querySelector(selectors: "#certificate[data-join]"): HTMLAnchorElement | null;
}

// Those that every page of their script has; imprints, pages and shards where
// runners lie in shards, which join says. All others may be missing.
interface DOMStringMap {
  alone: string;
  certificate: string;
  chart: string;
  checks: string;
  fact: string;
  failed: string;
  full: string;
  imprints: string;
  key: string;
  missing: string;
  most: string;
  pages: string;
  remove: string;
  runner: string;
  shards: string;
  title: string;
  today: string;
  when: string;
}

// What a script sets and asks again.
interface DOMStringMap {
  page: string;
}

interface LookupForm extends HTMLFormElement {
  readonly elements: HTMLFormControlsCollection & { race: HTMLSelectElement; bib: HTMLInputElement; code: HTMLInputElement };
}

interface PasteForm extends HTMLFormElement {
  readonly elements: HTMLFormControlsCollection & { address: HTMLInputElement };
}

interface HTMLElementEventMap {
  pick: CustomEvent<string>; // a bib, from the finder to the page that has it
}

// Attributes of an element to be made.
type Attributes = Record<string, string | number>;
