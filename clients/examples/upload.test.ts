// The tus protocol's own client uploads to the running service.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { DetailedError } from 'tus-js-client';
import { Service } from './service.js';
import { upload } from './upload.js';

let service: Service;
let token: string;

before(async () => {
  service = await Service.start();
  token = service.command('token', 'create', '--role=editor', '--name=Ida').trim();
});

after(async () => {
  assert.equal(await service.stop(), 0);
  service.remove();
});

// In the stored form, since the id of a file is that of the stored bytes.
const captions = Buffer.from(`WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n${'Velkommen. '.repeat(30_000).trimEnd()}\n`);
const digits = createHash('sha256').update(captions).digest('hex');
const chunkSize = 64 * 1024;

test('a file whose upload breaks off goes on where it was, and is an asset at its end', async () => {
  let address = '';
  let sent = 0;
  await assert.rejects(upload(service.address, token, captions, 'da.vtt', 'CAPTIONS', {
    chunkSize,
    retryDelays: null,
    onAfterResponse(_, response) { address ||= response.getHeader('Location') ?? ''; },
    onBeforeRequest(request) {
      if (request.getMethod() === 'PATCH' && ++sent === 3) throw new Error('the connection is lost');
    },
  }), /connection is lost/);
  const offsets: (string | undefined)[] = [];
  const asset = await upload(service.address, token, captions, 'da.vtt', 'CAPTIONS', {
    chunkSize,
    uploadUrl: address,
    onBeforeRequest: (request) => { if (request.getMethod() === 'PATCH') offsets.push(request.getHeader('Upload-Offset')); },
  });
  assert.equal(offsets[0], String(2 * chunkSize));
  assert.deepEqual([asset.id, asset.url, asset.kind, asset.bytes], [`asset_${digits}`, `asset:${digits}`, 'CAPTIONS', captions.length]);
  const file = `${service.address}/media/${digits}.vtt`;
  const own = await fetch(file, { headers: { Authorization: `Bearer ${token}` } });
  assert.deepEqual(Buffer.from(await own.arrayBuffer()), captions);
  assert.equal((await fetch(file)).status, 404);
});

test('the same file is the same asset', async () => {
  const asset = await upload(service.address, token, captions, 'da.vtt', 'CAPTIONS', { chunkSize });
  assert.equal(asset.id, `asset_${digits}`);
});

test('a file that is not taken is refused in words', async () => {
  await assert.rejects(upload(service.address, token, Buffer.from('<svg/>'), 'drawing.svg', 'IMAGE', { retryDelays: null }), (error) => {
    assert.ok(error instanceof DetailedError);
    assert.equal(error.originalResponse?.getStatus(), 415);
    const problem = JSON.parse(error.originalResponse?.getBody() ?? '') as { code: string };
    assert.equal(problem.code, 'UNSUPPORTED_MEDIA_TYPE');
    return true;
  });
});
