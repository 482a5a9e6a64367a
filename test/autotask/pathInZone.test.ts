import { pathInZone } from '../../src/autotask/pathInZone';

const zone = 'https://webservices14.autotask.net/ATServicesRest';

describe('pathInZone', () => {
	it.each([
		{ rule: 'a page below it', page: `${zone}/V1.0/Companies/query?paging=1`, path: '/V1.0/Companies/query?paging=1' },
		{ rule: 'a page below it in other letters', page: `${zone.toLowerCase()}/V1.0/x`, path: '/V1.0/x' },
		{ rule: 'another host behind two slashes', page: `${zone}//evil.example/V1.0/x` },
		{ rule: 'another host behind a backslash', page: `${zone}/\\\\evil.example/x` },
		{ rule: 'another host', page: 'https://evil.example/ATServicesRest/V1.0/x' },
		{ rule: 'another port', page: 'https://webservices14.autotask.net:8443/ATServicesRest/V1.0/x' },
		{ rule: 'a user in front of the host', page: 'https://a:b@webservices14.autotask.net/ATServicesRest/V1.0/x' },
		{ rule: 'a password in front of the host', page: 'https://:b@webservices14.autotask.net/ATServicesRest/V1.0/x' },
		{ rule: 'a page beside it', page: 'https://webservices14.autotask.net/Other/V1.0/x' },
		{ rule: 'a way out of it', page: `${zone}/../Other/V1.0/x` },
		{ rule: 'no address', page: '//evil.example/x' },
	])('$rule: $path', ({ page, path }) => {
		expect(pathInZone(page, zone)).toBe(path);
	});

	it('takes no second host where the zone is the root of its own', () => {
		expect(pathInZone('https://proxy.example//evil.example/x', 'https://proxy.example')).toBeUndefined();
	});
});
