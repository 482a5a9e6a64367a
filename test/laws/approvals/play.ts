import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from './office';
import { startStory } from './outside';
import type { Story } from './steps';

/** Lets a story happen; what breaks the law, in words. */
export async function play(story: Story): Promise<readonly string[]> {
	const folder = mkdtempSync(join(tmpdir(), 'approvals-'));
	const file = join(folder, 'store.sqlite');
	const office = new Office(await startStory(story, file), story, file);
	try {
		for (const step of story.steps) await office.take(step);
		await office.end();
		return office.wrong;
	} finally {
		await office.close();
		rmSync(folder, { recursive: true, force: true });
	}
}
