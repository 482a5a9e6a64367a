import type { INodeProperties } from 'n8n-workflow';
import { checkProperties } from '../shared/checkSettings';

/** The node's parameters. */
export const resellerMarketplaceTriggerProperties: INodeProperties[] = checkProperties();
