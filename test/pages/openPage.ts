import { answerPage } from '../../src/pages/answerPage';
import { formOf, makeToken } from '../../src/pages/formToken';
import type { Page, PagePorts } from '../../src/pages/page';
import type { PageAnswer } from '../../src/pages/pageAnswer';
import { readPageRequest } from '../../src/pages/pageRequest';
import { connection } from '../sync/fixtureClients';
import type { RunPorts } from '../sync/fixtureRun';

/** A page on a world, as the browser of one person would use it. */
export interface OpenPage {
	show(query?: Readonly<Record<string, string>>): Promise<PageAnswer>;
	/** Sends a form of the page; a token is made for it unless one is given. */
	send(query: Readonly<Record<string, string>>, body: Readonly<Record<string, unknown>>): Promise<PageAnswer>;
}

/** Numbers that differ for one token after another, whichever page it is of. */
let drawn = 0.0137;

/** Opens it with the clock of the world, for Jane Doe unless somebody else is named. */
export function openPage(page: Page, world: RunPorts, user = 'Jane Doe'): OpenPage {
	const headers = { authorization: `Basic ${Buffer.from(`${user}:secret`).toString('base64')}` };
	const random = () => (drawn = (drawn * 9.17 + 0.0311) % 1);
	const { store, autotask, marketplace } = world;
	const clock = {
		now: () => world.clock.now(),
		byServer: () => world.clock.now(),
		random,
		wait: async (millis: number) => await world.clock.wait(millis),
	};
	const ports: PagePorts = { clock, store, autotask, marketplace, inputs: connection };
	const answer = async (json: Readonly<Record<string, unknown>>) =>
		await answerPage(page, readPageRequest({ ...json, headers }), ports);
	return {
		show: async (query = {}) => await answer({ query, body: {} }),
		send: async (query, body) =>
			await answer({ query, body: { token: makeToken(formOf(page.name, user), ports), ...body } }),
	};
}

/** What a page says, without its markup. */
export function textOf({ body }: PageAnswer): string {
	return body
		.replaceAll(/<style>.*?<\/style>/gs, '')
		.replaceAll(/<\/?time[^>]*>/g, '')
		.replaceAll(/<[^>]+>/g, ' ')
		.replaceAll('&#39;', "'")
		.replaceAll('&quot;', '"')
		.replaceAll('&lt;', '<')
		.replaceAll('&amp;', '&')
		.replaceAll(/\s+/g, ' ');
}
