// The parser of a podcast app with Podcasting 2.0 reads the golden feed of the Go tests.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FeedType, parseFeed } from 'podcast-partytime';

function feedOf(language: string) {
  const file = new URL(`../../../internal/feed/podcast/testdata/samtaler${language}.xml`, import.meta.url); // of clients/dist/examples/
  const feed = parseFeed(readFileSync(file, 'utf8'), { allowMissingGuid: false });
  assert.ok(feed);
  return feed;
}

test('podcast-partytime reads the podcast', () => {
  const feed = feedOf('');
  assert.equal(feed.type, FeedType.RSS);
  assert.equal(feed.title, 'Samtaler');
  assert.equal(feed.language, 'da');
  assert.equal(feed.author, 'Eksempelcenter');
  assert.deepEqual(feed.owner, { name: 'Eksempelcenter', email: 'podcast@example.org' });
  assert.equal(feed.itunesImage, 'https://api.example.org/media/samtaler.png');
  assert.equal(feed.explicit, false);
  assert.equal(feed.guid, '9b024349-ccf0-5f69-a609-6b82873eab3c');
  assert.equal(feed.locked, true);
  assert.equal(feed.license?.identifier, 'cc-by-4.0');
  assert.deepEqual(feed.podcastFunding, [{ url: 'https://example.org/stoet?a=1&b=2', message: 'Støt os' }]);
  assert.equal(feed.items.length, 2);
});

test('podcast-partytime reads the episodes', () => {
  const [, episode] = feedOf('').items;
  assert.ok(episode);
  assert.equal(episode.guid, 'guid-foerste');
  assert.deepEqual(episode.enclosure, { url: 'https://api.example.org/media/foerste.mp3', length: 1000, type: 'audio/mpeg' });
  assert.equal(episode.pubDate?.toISOString(), '2021-09-01T07:00:00.000Z');
  assert.equal(episode.duration, 1801);
  assert.equal(episode.explicit, true);
  assert.equal(episode.podcastSeason?.number, 1);
  assert.equal(episode.podcastEpisode?.number, 2);
  assert.deepEqual(
    episode.podcastTranscripts?.map(({ url, type, language, rel }) => ({ url, type, language, rel })),
    [
      { url: 'https://api.example.org/media/første.vtt', type: 'text/vtt', language: 'da', rel: 'captions' },
      { url: 'https://api.example.org/media/første.en.html', type: 'text/html', language: 'en', rel: undefined },
    ],
  );
  assert.deepEqual(episode.podcastChapters, { url: 'https://api.example.org/feeds/chapters/foerste.json', type: 'application/json+chapters' });
  assert.deepEqual(
    episode.podcastPeople?.map(({ name, role, group }) => [name, role, group]),
    [['Bo Ærø', 'Host', 'Cast'], ['Anna K.', 'Guest', 'Cast'], ['Bo Ærø', 'Translator', 'Writing']],
  );
  assert.equal(episode.podcastLocation?.name, 'Århus');
});

test('podcast-partytime reads the feed in English', () => {
  const feed = feedOf('.en');
  assert.equal(feed.title, 'Talks');
  assert.equal(feed.language, 'en');
});
