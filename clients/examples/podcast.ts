// A podcast app: it reads the feed with podcast-partytime, as Podverse does, and knows nothing of the API.
import { parseFeed } from 'podcast-partytime';

export async function subscribe(address: string) {
  const response = await fetch(address);
  const feed = parseFeed(await response.text());
  if (!feed) throw new Error('this is no podcast');
  const { title, language, items } = feed;
  return { title, language, episodes: items.map(({ guid, title, description, duration }) => ({ guid, title, description, duration })) };
}
