import { answerPage } from '../../../src/pages/answerPage';
import { makeToken } from '../../../src/pages/formToken';
import type { PagePorts } from '../../../src/pages/page';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { readPageRequest } from '../../../src/pages/pageRequest';
import { taskPage } from '../../../src/pages/wizard/taskPage';
import type { BuildSettings } from '../../../src/sync/planning/buildSettings';
import { buildSettings, connection, syncOptions } from '../../sync/fixtureClients';
import type { World } from '../../sync/fixtureWorld';

const headers = { authorization: `Basic ${Buffer.from('Jane Doe:secret').toString('base64')}` };

/** The wizard's page on a world, as a browser would use it. */
export interface Wizard {
	show(query: Readonly<Record<string, string>>): Promise<PageAnswer>;
	/** Sends a form of the page; a token is made for it unless one is given. */
	send(query: Readonly<Record<string, string>>, body: Readonly<Record<string, unknown>>): Promise<PageAnswer>;
}

export function openWizard(world: World, build: Partial<BuildSettings> = {}): Wizard {
	const page = taskPage({
		plan: { matchCompanyBy: 'companyNumber', severalProducts: 'refuse', build: { ...buildSettings, ...build } },
		sync: syncOptions,
	});
	let drawn = 0.0137;
	const random = () => (drawn = (drawn * 9.17 + 0.0311) % 1);
	const { store, autotask, marketplace } = world;
	const clock = {
		now: () => world.clock.now(),
		random,
		wait: async (millis: number) => await world.clock.wait(millis),
	};
	const ports: PagePorts = { clock, store, autotask, marketplace, inputs: connection };
	return {
		show: async (query) => await answerPage(page, readPageRequest({ query, body: {}, headers }), ports),
		send: async (query, body) =>
			await answerPage(
				page,
				readPageRequest({ query, body: { token: makeToken('task', ports), ...body }, headers }),
				ports,
			),
	};
}

/** What a page says, without its markup. */
export function textOf({ body }: PageAnswer): string {
	return body
		.replaceAll(/<style>.*?<\/style>/gs, '')
		.replaceAll(/<[^>]+>/g, ' ')
		.replaceAll('&#39;', "'")
		.replaceAll('&quot;', '"')
		.replaceAll('&lt;', '<')
		.replaceAll('&amp;', '&')
		.replaceAll(/\s+/g, ' ');
}
