import type { Task } from './recipe';

/** The texts of the page. */
export interface Texts {
  title: string;
  languageOfPage: string;
  skipToOperation: string;
  online: string;
  offline: string;
  tryAgain: string;
  notLoaded: string;
  close: string;

  signIn: string;
  signOut: string;
  signInHelp: string;
  tokenLabel: string;
  signInWithToken: string;
  signInAt(provider: string): string;
  refusedByProvider: string;
  providerAway: string;
  notSignedIn: string;
  refusedToken: string;
  checking: string;
  whoAmI: string;
  mayDo: string;
  unnamed: string;
  roles: Record<string, string>;
  permissions: Record<string, string>;

  views: string;
  recipes: string;
  build: string;
  documentation: string;
  history: string;
  operation: string;
  answer: string;

  searchRecipes: string;
  found(n: number): string;
  moreRecipes: string;
  tasks: Record<Task, string>;
  changesContent: string;
  linkTo(title: string): string;
  copied: string;
  fetching: string;
  missing(kind: string, state: string): string;
  makeOne: string;
  cantFill: string;
  trialHint: string;
  kinds: Record<string, string>;
  states: Record<string, string>;

  openOperations: string;
  newTab: string;
  untitled: string;
  closeTab(title: string): string;
  variables: string;
  run: string;
  stop: string;
  tidy: string;
  asGraphQL: string;
  reading: string;
  language: string;
  asBefore: string;
  preview: string;
  at: string;
  now: string;
  dryRun: string;

  nothingYet: string;
  asking: string;
  answered: string;
  saved: string;
  trialDone: string;
  notKept: string;
  hasErrors: string;
  notReached: string;
  notKnown: string;
  toMend(n: number): string;
  toCorrect: string;
  kindOf: Record<'error' | 'problem' | 'warning' | 'conflict', string>;
  wholeDocument: string;
  noValue: string;
  base: string;
  theirs: string;
  mine: string;
  emptyValue: string;
  bothChanged: string;
  mendConflict: string;
  mended(revision: number): string;
  asJSON: string;

  historyHelp: string;
  noHistory: string;
  clearHistory: string;
  documentationHelp: string;
}

export const da: Texts = {
  title: 'Lectern for redaktører',
  languageOfPage: 'Sidens sprog',
  skipToOperation: 'Gå til operationen',
  online: 'Forbundet',
  offline: 'Ingen forbindelse. Det, du har skrevet, bliver her.',
  tryAgain: 'Prøv igen',
  notLoaded: 'Felterne kunne ikke hentes. Det, du har skrevet, er her endnu.',
  close: 'Luk',

  signIn: 'Log ind',
  signOut: 'Log ud',
  signInHelp: 'Du får en nøgle af den, der driver tjenesten. Den gemmes, til du lukker fanen, og sendes kun til tjenesten selv.',
  tokenLabel: 'Din nøgle',
  signInWithToken: 'Log ind med nøglen',
  signInAt: (provider) => `Log ind hos ${provider}`,
  refusedByProvider: 'Det lykkedes ikke at logge ind. Prøv igen. Bliver det ved, har du måske ingen rolle her.',
  providerAway: 'Login-tjenesten svarer ikke lige nu. Prøv igen om lidt.',
  notSignedIn: 'Ikke logget ind: du ser det, læserne ser.',
  refusedToken: 'Nøglen virker ikke. Er hele nøglen kommet med, og gælder den stadig?',
  checking: 'Ser efter …',
  whoAmI: 'Hvem er jeg?',
  mayDo: 'Det må du',
  unnamed: 'Uden navn',
  roles: { READER: 'Læser', PREVIEWER: 'Ser kladder', EDITOR: 'Redaktør', PUBLISHER: 'Udgiver', ADMIN: 'Administrator' },
  permissions: {
    READ: 'Læse det udgivne',
    PREVIEW: 'Se kladder, som om de var udgivet',
    EDIT: 'Skrive kladder, se historik, skjule personer',
    PUBLISH: 'Udgive, planlægge, arkivere',
    ERASE: 'Slette personer for altid',
  },

  views: 'Visninger',
  recipes: 'Opskrifter',
  build: 'Byg selv',
  documentation: 'Dokumentation',
  history: 'Historik',
  operation: 'Operation',
  answer: 'Svar',

  searchRecipes: 'Søg i opskrifter',
  found: (n) => (n === 1 ? '1 opskrift' : `${n} opskrifter`),
  moreRecipes: 'Log ind for at se redaktørernes opskrifter.',
  tasks: {
    start: 'Kom i gang',
    programme: 'Program',
    people: 'Mennesker',
    publishing: 'Udgivelse',
    languages: 'Sprog',
    recordings: 'Video og podcast',
    policy: 'Politik',
    history: 'Hvad er der sket?',
    reading: 'Læs indholdet',
  },
  changesContent: 'ændrer indhold',
  linkTo: (title) => `Kopiér link til »${title}«`,
  copied: 'Linket er kopieret.',
  fetching: 'Finder et dokument, der passer …',
  missing: (kind, state) => `Der er ${state} ${kind} at gøre det med.`,
  makeOne: 'Åbn opskriften, der laver en:',
  cantFill: 'Log ind som redaktør, og åbn opskriften igen: så udfyldes den med jeres egne dokumenter.',
  trialHint: 'Opskriften åbner som prøve: intet gemmes, før du slår »Prøv kun« fra.',
  kinds: {
    conference: 'konference', episode: 'podcastafsnit', organisation: 'organisation', photo: 'foto', podcast: 'podcast', asset: 'billedfil',
    proposal: 'politisk forslag', session: 'session', speaker: 'oplægsholder', topic: 'emne', video: 'video',
  },
  states: {
    any: 'ingen', draft: 'ingen kladde af typen', ready: 'ingen kladde, der er klar til udgivelse, af typen', published: 'ingen udgivet', hidden: 'ingen skjult',
    scheduled: 'intet planlagt for', cast: 'ingen medvirkende i nogen', consenting: 'intet samtykke fra nogen', dated: 'ingen dateret',
  },

  openOperations: 'Åbne operationer',
  newTab: 'Ny fane',
  untitled: 'Uden navn',
  closeTab: (title) => `Luk ${title}`,
  variables: 'Variabler',
  run: 'Kør',
  stop: 'Stop',
  tidy: 'Sæt pænt op',
  asGraphQL: 'Det samme som GraphQL',
  reading: 'Sådan læses operationen',
  language: 'Sprog',
  asBefore: 'Ikke valgt',
  preview: 'Vis kladder',
  at: 'Som på tidspunktet',
  now: 'Nu',
  dryRun: 'Prøv kun',

  nothingYet: 'Kør operationen for at se svaret her.',
  asking: 'Spørger …',
  answered: 'Her er svaret.',
  saved: 'Gemt.',
  trialDone: 'Prøven lykkedes. Intet er gemt.',
  notKept: 'Intet er gemt. Ret det, der står herunder, og kør igen.',
  hasErrors: 'Det gik ikke. Se herunder.',
  notReached: 'Tjenesten kunne ikke nås. Alt, hvad du har skrevet, er her endnu. Kør igen, når der er forbindelse.',
  notKnown: 'Tjenesten svarede ikke. Se efter, om ændringen er gemt, før du kører den igen.',
  toMend: (n) => (n === 1 ? '1 ting at se på' : `${n} ting at se på`),
  toCorrect: 'Ret',
  kindOf: { error: 'Fejl', problem: 'Før udgivelse', warning: 'Bemærk', conflict: 'Konflikt' },
  wholeDocument: 'hele dokumentet',
  noValue: 'Feltet skal udfyldes.',
  base: 'Før',
  theirs: 'Andres rettelse',
  mine: 'Din rettelse',
  emptyValue: 'tom',
  bothChanged: 'I har begge rettet det.',
  mendConflict: 'Brug min rettelse alligevel',
  mended: (revision) => `Din rettelse bygger nu på version ${revision}. Kør igen for at lade den gælde.`,
  asJSON: 'Svaret som JSON',

  historyHelp: 'Det, du har kørt, gemmes kun på denne enhed.',
  noHistory: 'Her er ikke noget endnu.',
  clearHistory: 'Slet historikken',
  documentationHelp: 'Alt, hvad der kan spørges om. Teksten er på engelsk.',
};

export const en: Texts = {
  title: 'Lectern for editors',
  languageOfPage: 'Language of this page',
  skipToOperation: 'Go to the operation',
  online: 'Connected',
  offline: 'No connection. What you wrote stays here.',
  tryAgain: 'Try again',
  notLoaded: 'The fields could not be fetched. What you wrote is still here.',
  close: 'Close',

  signIn: 'Sign in',
  signOut: 'Sign out',
  signInHelp: 'Whoever runs the service gives you a token. It is stored until you close the tab, and is sent to this service only.',
  tokenLabel: 'Your token',
  signInWithToken: 'Sign in with the token',
  signInAt: (provider) => `Sign in at ${provider}`,
  refusedByProvider: 'Signing in failed. Try again. If it fails again, you may have no role here.',
  providerAway: 'The sign-in provider does not respond at the moment. Try again in a minute.',
  notSignedIn: 'Not signed in: you see what readers see.',
  refusedToken: 'The token does not work. Is it complete, and still valid?',
  checking: 'Checking …',
  whoAmI: 'Who am I?',
  mayDo: 'You can',
  unnamed: 'No name',
  roles: { READER: 'Reader', PREVIEWER: 'Previewer', EDITOR: 'Editor', PUBLISHER: 'Publisher', ADMIN: 'Administrator' },
  permissions: {
    READ: 'Read what is published',
    PREVIEW: 'See drafts as if they were published',
    EDIT: 'Write drafts, see the history, hide people',
    PUBLISH: 'Publish, schedule, archive',
    ERASE: 'Erase people permanently',
  },

  views: 'Views',
  recipes: 'Recipes',
  build: 'Build',
  documentation: 'Documentation',
  history: 'History',
  operation: 'Operation',
  answer: 'Response',

  searchRecipes: 'Search the recipes',
  found: (n) => (n === 1 ? '1 recipe' : `${n} recipes`),
  moreRecipes: 'Sign in to see the editors’ recipes.',
  tasks: {
    start: 'First steps',
    programme: 'Programme',
    people: 'People',
    publishing: 'Publishing',
    languages: 'Languages',
    recordings: 'Videos and podcast',
    policy: 'Policy',
    history: 'What has happened?',
    reading: 'Read the content',
  },
  changesContent: 'changes content',
  linkTo: (title) => `Copy a link to “${title}”`,
  copied: 'The link is copied.',
  fetching: 'Looking for a document that fits …',
  missing: (kind, state) => `There is ${state} ${kind} to do it with.`,
  makeOne: 'Open the recipe that makes one:',
  cantFill: 'Sign in as an editor and open the recipe again: then it is filled in with your own documents.',
  trialHint: 'The recipe opens as a trial: nothing is saved until you turn “Only try” off.',
  kinds: {
    conference: 'conference', episode: 'podcast episode', organisation: 'organisation', photo: 'photo', podcast: 'podcast', asset: 'picture file',
    proposal: 'policy proposal', session: 'session', speaker: 'speaker', topic: 'topic', video: 'video',
  },
  states: {
    any: 'no', draft: 'no draft of a', ready: 'no draft that is ready to be published of a', published: 'no published', hidden: 'no hidden',
    scheduled: 'nothing planned for any', cast: 'nobody in any', consenting: 'no consent of any', dated: 'no dated',
  },

  openOperations: 'Open operations',
  newTab: 'New tab',
  untitled: 'No name',
  closeTab: (title) => `Close ${title}`,
  variables: 'Variables',
  run: 'Run',
  stop: 'Stop',
  tidy: 'Format',
  asGraphQL: 'The same as GraphQL',
  reading: 'How the operation runs',
  language: 'Language',
  asBefore: 'Not chosen',
  preview: 'Show drafts',
  at: 'At a point in time',
  now: 'Now',
  dryRun: 'Only try',

  nothingYet: 'Run the operation to see the response here.',
  asking: 'Running …',
  answered: 'Here is the response.',
  saved: 'Saved.',
  trialDone: 'The trial succeeded. Nothing was saved.',
  notKept: 'Nothing was saved. Correct what is listed below, and run it again.',
  hasErrors: 'It failed. See below.',
  notReached: 'The service could not be reached. Everything that you wrote is still here. Run it again when there is a connection.',
  notKnown: 'The service did not respond. Check whether the change was saved before you run it again.',
  toMend: (n) => (n === 1 ? '1 thing to look at' : `${n} things to look at`),
  toCorrect: 'Correct',
  kindOf: { error: 'Error', problem: 'Before publishing', warning: 'Note', conflict: 'Conflict' },
  wholeDocument: 'the whole document',
  noValue: 'This must be filled in.',
  base: 'Before',
  theirs: 'The others’ edit',
  mine: 'Your edit',
  emptyValue: 'empty',
  bothChanged: 'Both of you changed it.',
  mendConflict: 'Base my edit on the newest version',
  mended: (revision) => `Your edit is based on version ${revision} now. Run it again to save it.`,
  asJSON: 'The response as JSON',

  historyHelp: 'What you ran is stored on this device only.',
  noHistory: 'There is nothing here yet.',
  clearHistory: 'Clear the history',
  documentationHelp: 'Everything that you can query and change.',
};
