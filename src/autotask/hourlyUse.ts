import { z } from 'zod';
import { readShape } from '../http/shape';
import type { Querying } from './query';

const hourlyUseShape = z
	.object({ externalRequestThreshold: z.number(), currentTimeframeRequestCount: z.number() })
	.transform((row) => ({ used: row.currentTimeframeRequestCount, limit: row.externalRequestThreshold }));

/** Requests of the current hour, of all integrations of the database together. */
export async function hourlyUse(querying: Querying): Promise<{ readonly used: number; readonly limit: number }> {
	const request = { method: 'GET', path: '/V1.0/ThresholdInformation' } as const;
	const within = querying.limits.read('ThresholdInformation');
	const response = await querying.ask({ purpose: 'read', ...request, within });
	return readShape(hourlyUseShape, { system: 'Autotask', purpose: 'read', request }, response);
}
