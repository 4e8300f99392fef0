// What a cache has to know of ids: their beginning tells the type.
export const types: Record<string, string> = {
  conference: 'Conference',
  episode: 'PodcastEpisode',
  organisation: 'Organisation',
  photo: 'Photo',
  podcast: 'Podcast',
  proposal: 'PolicyProposal',
  session: 'Session',
  speaker: 'Speaker',
  topic: 'Topic',
  video: 'Video',
};

/** The type of a document's id: `session_01M8…` is one of a Session. */
export const typeOf = (id: unknown) => types[String(id).split('_')[0] ?? ''];

/** SHA-256 in hex, in browsers and in Node. */
export async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
