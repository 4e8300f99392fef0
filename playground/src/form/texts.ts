import { useLanguage, type Language } from '../language';

/** The texts of forms. */
export interface FormTexts {
  title: string;
  waits: string;
  noSchema: string;
  empty: string;
  required: string;
  forPublishing: string;
  moreFields(n: number): string;
  undo(field: string): string;
  undoShort: string;
  changed: string;
  atMost(n: number): string;
  none: string;
  yes: string;
  no: string;
  notSaid: string;
  clock(zone: string): string;
  openCalendar: string;
  durationHelp: string;
  badDuration: string;
  reasonHelp: string;
  basis(revision: number): string;
  noBasis: string;
  versionBy(time: string, name: string): string;
  onlyJSON: string;

  pick(what: string): string;
  another: string;
  remove: string;
  showId: string;
  searching: string;
  noneFound: string;
  found: string;
  unknown: string;
  offline: string;
  makeNew(what: string): string;
  document: string;

  item(n: number): string;
  addItem(what: string): string;
  editItem(name: string): string;
  removeItem(name: string): string;
  up(name: string): string;
  down(name: string): string;
  drag(name: string): string;
  moved(name: string, n: number): string;
  emptyList: string;
  onePerLine: string;
  notNumbers: string;
  addEmpty: string;
  itemTitle(name: string): string;

  toolbar: string;
  tools: Record<'bold' | 'italic' | 'heading' | 'list' | 'quote' | 'link', string>;
  linkText: string;
  preview: string;
  write: string;
  emptyPreview: string;
  previewFailed: string;

  correct: string;
  correctHelp: string;
  correctPurpose(what: string): string;
  makePurpose(what: string): string;
}

const da: FormTexts = {
  title: 'Udfyld',
  waits: 'Variablerne herunder er ikke gyldig JSON lige nu. Felterne venter, til de er det igen; intet går tabt.',
  noSchema: 'Henter felterne …',
  empty: 'Tøm felterne',
  required: 'skal udfyldes',
  forPublishing: 'kræves for at udgive',
  moreFields: (n) => (n === 1 ? '1 felt mere' : `${n} felter mere`),
  undo: (field) => `Fortryd ændringen af ${field}`,
  undoShort: 'Fortryd',
  changed: 'ændret',
  atMost: (n) => `Højst ${n} tegn.`,
  none: 'Ikke valgt',
  yes: 'Ja',
  no: 'Nej',
  notSaid: 'Ikke angivet',
  clock: (zone) => `Klokkeslættet gælder i ${zone}.`,
  openCalendar: 'Åbn kalenderen',
  durationHelp: 'Timer, minutter og sekunder: 1:02:30. Eller minutter og sekunder: 12:05.',
  badDuration: 'Skriv varigheden som 1:02:30 eller 12:05.',
  reasonHelp: 'Det står i historikken. Skriv gerne en sætning til kollegerne.',
  basis: (revision) => `Bygger på version ${revision}. Har andre rettet imens, får du det at vide, og intet overskrives.`,
  noBasis: 'Vælg et dokument først.',
  versionBy: (time, name) => `${time}, ${name}`,
  onlyJSON: 'Kan kun skrives i variablerne herunder.',

  pick: (what) => `Find ${what}`,
  another: 'Vælg en anden',
  remove: 'Fjern',
  showId: 'Vis id',
  searching: 'Søger …',
  noneFound: 'Intet fundet.',
  found: 'Fundet',
  unknown: 'Findes ikke her',
  offline: 'Titlen kan ikke hentes uden forbindelse',
  makeNew: (what) => `Opret ny: ${what}`,
  document: 'dokument',

  item: (n) => `Nr. ${n}`,
  addItem: (what) => `Tilføj til ${what}`,
  editItem: (name) => `Ret ${name}`,
  removeItem: (name) => `Fjern ${name}`,
  up: (name) => `Flyt ${name} op`,
  down: (name) => `Flyt ${name} ned`,
  drag: (name) => `Træk ${name}`,
  moved: (name, n) => `${name} er nu nr. ${n}.`,
  emptyList: 'Ingen endnu.',
  onePerLine: 'Én på hver linje.',
  notNumbers: 'Skriv kun tal, ét på hver linje.',
  addEmpty: 'Tilføj uden dokument',
  itemTitle: (name) => `Retter ${name}`,

  toolbar: 'Formatering',
  tools: { bold: 'Fed', italic: 'Kursiv', heading: 'Overskrift', list: 'Punktliste', quote: 'Citat', link: 'Link' },
  linkText: 'tekst',
  preview: 'Vis, som læserne ser det',
  write: 'Skriv videre',
  emptyPreview: 'Teksten er tom.',
  previewFailed: 'Teksten kunne ikke vises. Prøv igen.',

  correct: 'Ret et dokument',
  correctHelp: 'Find det ved at skrive noget af titlen. Så åbner det som felter, du kan rette i.',
  correctPurpose: (what) => `Ret: ${what}`,
  makePurpose: (what) => `Opret: ${what}`,
};

const en: FormTexts = {
  title: 'Fill in',
  waits: 'The variables below are not valid JSON at the moment. The fields wait until they are; nothing is lost.',
  noSchema: 'Fetching the fields …',
  empty: 'Clear the fields',
  required: 'required',
  forPublishing: 'required for publishing',
  moreFields: (n) => (n === 1 ? '1 more field' : `${n} more fields`),
  undo: (field) => `Undo the change of ${field}`,
  undoShort: 'Undo',
  changed: 'changed',
  atMost: (n) => `At most ${n} characters.`,
  none: 'Not chosen',
  yes: 'Yes',
  no: 'No',
  notSaid: 'Not stated',
  clock: (zone) => `The time is local time in ${zone}.`,
  openCalendar: 'Open the calendar',
  durationHelp: 'Hours, minutes and seconds: 1:02:30. Or minutes and seconds: 12:05.',
  badDuration: 'Write the duration as 1:02:30 or 12:05.',
  reasonHelp: 'It is shown in the history. A sentence helps your colleagues.',
  basis: (revision) => `Based on version ${revision}. If others have edited it meanwhile, you are told, and nothing is overwritten.`,
  noBasis: 'Choose a document first.',
  versionBy: (time, name) => `${time}, ${name}`,
  onlyJSON: 'Can only be written in the variables below.',

  pick: (what) => `Find ${what}`,
  another: 'Choose another',
  remove: 'Remove',
  showId: 'Show id',
  searching: 'Searching …',
  noneFound: 'Nothing found.',
  found: 'Found',
  unknown: 'Not found here',
  offline: 'The title can’t be fetched without a connection',
  makeNew: (what) => `Create new: ${what}`,
  document: 'document',

  item: (n) => `No. ${n}`,
  addItem: (what) => `Add to ${what}`,
  editItem: (name) => `Edit ${name}`,
  removeItem: (name) => `Remove ${name}`,
  up: (name) => `Move ${name} up`,
  down: (name) => `Move ${name} down`,
  drag: (name) => `Drag ${name}`,
  moved: (name, n) => `${name} is now no. ${n}.`,
  emptyList: 'None yet.',
  onePerLine: 'One on each line.',
  notNumbers: 'Write numbers only, one on each line.',
  addEmpty: 'Add without a document',
  itemTitle: (name) => `Editing ${name}`,

  toolbar: 'Formatting',
  tools: { bold: 'Bold', italic: 'Italic', heading: 'Heading', list: 'Bulleted list', quote: 'Quote', link: 'Link' },
  linkText: 'text',
  preview: 'Show as readers see it',
  write: 'Keep writing',
  emptyPreview: 'The text is empty.',
  previewFailed: 'The text could not be shown. Try again.',

  correct: 'Edit a document',
  correctHelp: 'Find it by typing part of the title. It opens as fields that you can edit.',
  correctPurpose: (what) => `Edit: ${what}`,
  makePurpose: (what) => `Create: ${what}`,
};

const formTexts: Record<Language, FormTexts> = { da, en };

export function useFormTexts(): FormTexts {
  return formTexts[useLanguage()];
}
