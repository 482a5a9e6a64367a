const { expect, it } = require('@jest/globals');

it('fails', () => {
	expect(1).toBe(2);
});
