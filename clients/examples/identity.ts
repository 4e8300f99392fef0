// The types of ids, for caches: the prefix is the type, and drafts end in "_draft".
export const types: Record<string, string> = {
  asset: 'Asset',
  conference: 'Conference',
  episode: 'PodcastEpisode',
  organisation: 'Organisation',
  photo: 'Photo',
  podcast: 'Podcast',
  proposal: 'PolicyProposal',
  session: 'Session',
  step: 'ScheduledStep', // session_01M8…:publish:…, an id of a document with its step
  speaker: 'Speaker',
  topic: 'Topic',
  video: 'Video',
};

/** The type of an object's id: `session_01M8…` is one of a Session, `session_01M8…_draft` of a SessionDraft. */
export function typeOf(id: unknown): string | undefined {
  if (String(id).includes(':')) return types['step'];
  const [prefix, , draft] = String(id).split('_');
  const type = types[prefix ?? ''];
  return type && draft !== undefined ? `${type}Draft` : type;
}

/** SHA-256 in hex, in browsers and in Node. */
export async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
