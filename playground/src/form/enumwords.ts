import type { Language } from '../language';

type Words = [da: string, en: string];

/** The words for the values of enums, by the enum. */
const values: Record<string, Record<string, Words>> = {
  Action: {
    CREATE: ['oprettet', 'created'], UPDATE: ['rettet', 'changed'], PUBLISH: ['udgivet', 'published'], UNPUBLISH: ['trukket tilbage', 'unpublished'],
    ARCHIVE: ['arkiveret', 'archived'], RESTORE: ['gendannet', 'restored'], SCHEDULE: ['planlagt', 'scheduled'], MISS: ['mislykket udgivelse', 'missed'],
    HIDE: ['skjult', 'hidden'], SHOW: ['vist igen', 'shown again'], CONSENT: ['samtykke ændret', 'consent changed'], ERASE: ['slettet', 'erased'], DISCARD: ['kladden kasseret', 'draft discarded'],
  },
  AppearanceRole: {
    SPEAKER: ['oplægsholder', 'speaker'], KEYNOTE: ['hovedtaler', 'keynote speaker'], PANELIST: ['paneldeltager', 'panellist'],
    MODERATOR: ['ordstyrer', 'moderator'], HOST: ['vært', 'host'], INTERPRETER: ['tolk', 'interpreter'],
  },
  AssetKind: {
    IMAGE: ['billede', 'picture'], AUDIO: ['lyd', 'sound'], VIDEO: ['video', 'video'], CAPTIONS: ['undertekster', 'captions'], DOCUMENT: ['PDF', 'PDF'],
  },
  CaptionsKind: {
    SUBTITLES: ['undertekster (kun det sagte)', 'subtitles (speech only)'], CAPTIONS: ['undertekster for døve og hørehæmmede', 'captions for deaf and hard of hearing people'],
    DESCRIPTIONS: ['synstolkning', 'audio descriptions'],
  },
  ConferenceStatus: {
    PLANNED: ['planlagt', 'planned'], ANNOUNCED: ['annonceret', 'announced'], HELD: ['afholdt', 'held'], CANCELLED: ['aflyst', 'cancelled'], POSTPONED: ['udskudt', 'postponed'],
  },
  ConsentTo: { NAME: ['navn', 'name'], PHOTO: ['foto', 'photo'], VOICE: ['stemme', 'voice'], RECORDING: ['optagelse', 'recording'] },
  DocumentType: documentTypes(),
  SearchType: documentTypes(),
  DraftState: {
    NEVER_PUBLISHED: ['aldrig udgivet', 'never published'], UNPUBLISHED: ['trukket tilbage', 'unpublished'], PUBLISHED: ['udgivet', 'published'],
    CHANGED: ['udgivet, med en nyere kladde', 'published, with a newer draft'], SCHEDULED: ['planlagt', 'scheduled'], ARCHIVED: ['arkiveret', 'archived'], HIDDEN: ['skjult', 'hidden'],
  },
  EpisodeType: { FULL: ['helt afsnit', 'full episode'], TRAILER: ['trailer', 'trailer'], BONUS: ['bonusafsnit', 'bonus episode'] },
  MeasureKind: {
    LEGISLATION: ['lovgivning', 'legislation'], COOPERATION: ['samarbejde', 'cooperation'], TREATMENT: ['behandling', 'treatment'],
    PREVENTION: ['forebyggelse', 'prevention'], RESEARCH: ['forskning', 'research'], OTHER: ['andet', 'other'],
  },
  MeasureStatus: {
    PROPOSED: ['foreslået', 'proposed'], AGREED: ['aftalt', 'agreed'], UNDER_WAY: ['i gang', 'under way'], CARRIED_OUT: ['gennemført', 'carried out'], DROPPED: ['opgivet', 'dropped'],
  },
  OrganisationKind: {
    PUBLIC_AUTHORITY: ['myndighed', 'public authority'], NON_PROFIT: ['forening', 'non-profit'], COMPANY: ['virksomhed', 'company'],
    RESEARCH: ['forskning', 'research'], MEDIA: ['medie', 'media'], OTHER: ['andet', 'other'],
  },
  PartyStance: { PROPOSER: ['forslagsstiller', 'proposer'], SIGNATORY: ['aftalepart', 'signatory'], SUPPORTER: ['støtter', 'supporter'], OPPOSED: ['imod', 'opposed'] },
  ProposalKind: { PROPOSAL: ['udspil', 'proposal'], AGREEMENT: ['aftale', 'agreement'], MOTION: ['beslutningsforslag', 'motion'], BILL: ['lovforslag', 'bill'] },
  PublicationState: {
    DRAFT: ['kladde', 'draft'], PUBLISHED: ['udgivet', 'published'], CHANGED: ['udgivet, med en nyere kladde', 'published, with a newer draft'], ARCHIVED: ['arkiveret', 'archived'],
  },
  SessionKind: {
    KEYNOTE: ['hovedoplæg', 'keynote'], TALK: ['oplæg', 'talk'], PANEL: ['paneldebat', 'panel debate'], WORKSHOP: ['workshop', 'workshop'],
    QUESTIONS: ['spørgsmål', 'questions'], WELCOME: ['velkomst', 'welcome'], BREAK: ['pause', 'break'], SOCIAL: ['socialt', 'social event'],
  },
  SessionStatus: { SCHEDULED: ['som planlagt', 'as planned'], CANCELLED: ['aflyst', 'cancelled'], POSTPONED: ['udskudt', 'postponed'] },
  TimelineStatus: {
    PRESENTED: ['fremlagt', 'presented'], AGREED: ['aftalt', 'agreed'], CONSULTATION: ['i høring', 'consultation'], BILL_INTRODUCED: ['lovforslag fremsat', 'bill introduced'],
    FIRST_READING: ['1. behandling', 'first reading'], COMMITTEE: ['i udvalg', 'in committee'], SECOND_READING: ['2. behandling', 'second reading'],
    THIRD_READING: ['3. behandling', 'third reading'], ADOPTED: ['vedtaget', 'adopted'], REJECTED: ['forkastet', 'rejected'], WITHDRAWN: ['trukket tilbage', 'withdrawn'],
    IN_FORCE: ['trådt i kraft', 'in force'], AMENDED: ['ændret', 'amended'], REPEALED: ['ophævet', 'repealed'], OTHER: ['andet', 'other'],
  },
  VenuePrecision: { PUBLIC: ['alle', 'everybody'], REGISTERED: ['tilmeldte', 'people who registered'], HIDDEN: ['ingen', 'nobody'] },
};

function documentTypes(): Record<string, Words> {
  return {
    TOPIC: ['emne', 'topic'], ORGANISATION: ['organisation', 'organisation'], PODCAST: ['podcast', 'podcast'], SPEAKER: ['oplægsholder', 'speaker'],
    CONFERENCE: ['konference', 'conference'], POLICY_PROPOSAL: ['politisk forslag', 'policy proposal'], SESSION: ['session', 'session'],
    VIDEO: ['video', 'video'], PODCAST_EPISODE: ['podcastafsnit', 'podcast episode'], PHOTO: ['foto', 'photo'],
  };
}

/** The orders of lists: `TITLE_ASC` in each of them. */
const orders: Record<string, Words> = {
  NAME_ASC: ['navn, A–Å', 'name, A–Z'], NAME_DESC: ['navn, Å–A', 'name, Z–A'], PRESENTED_ON_ASC: ['fremsat, ældste først', 'presented, oldest first'],
  PRESENTED_ON_DESC: ['fremsat, nyeste først', 'presented, newest first'], RECORDED_AT_ASC: ['optaget, ældste først', 'recorded, oldest first'],
  RECORDED_AT_DESC: ['optaget, nyeste først', 'recorded, newest first'], RELEASED_AT_ASC: ['udkommet, ældste først', 'released, oldest first'],
  RELEASED_AT_DESC: ['udkommet, nyeste først', 'released, newest first'], SORT_NAME_ASC: ['efternavn, A–Å', 'surname, A–Z'],
  SORT_NAME_DESC: ['efternavn, Å–A', 'surname, Z–A'], STARTS_AT_ASC: ['begynder, tidligste først', 'begins, earliest first'],
  STARTS_AT_DESC: ['begynder, seneste først', 'begins, latest first'], START_DATE_ASC: ['første dag, tidligste først', 'first day, earliest first'],
  START_DATE_DESC: ['første dag, seneste først', 'first day, latest first'], TAKEN_ON_ASC: ['taget, ældste først', 'taken, oldest first'],
  TAKEN_ON_DESC: ['taget, nyeste først', 'taken, newest first'], TITLE_ASC: ['titel, A–Å', 'title, A–Z'], TITLE_DESC: ['titel, Å–A', 'title, Z–A'],
  UPDATED_AT_ASC: ['ændret, ældste først', 'changed, oldest first'], UPDATED_AT_DESC: ['ændret, nyeste først', 'changed, newest first'],
};

/** The words for a value of an enum; undefined if they are missing. */
export function wordOf(type: string, value: string, language: Language): string | undefined {
  const words = type.endsWith('Order') ? orders[value] : values[type]?.[value];
  return words?.[language === 'da' ? 0 : 1];
}

/** The words for a type of drafts, such as `SessionDraft`. */
export function typeWord(type: string, language: Language): string {
  if (type === 'Asset') return language === 'da' ? 'fil' : 'file';
  if (type.endsWith('Step')) return language === 'da' ? 'planlagt trin' : 'scheduled step';
  const value = type.replace(/Draft$/, '').replace(/(?<=.)[A-Z]/g, '_$&').toUpperCase();
  return wordOf('DocumentType', value, language) ?? type;
}
