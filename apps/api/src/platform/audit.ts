import type { Prisma } from '@teahouse/db/client';
import type { TransactionClient } from './db.ts';

/** Something done to what others can see. */
export interface AuditRecord {
  actorId: string;
  /** In the past tense, for example `MessageRecalled`. */
  action: string;
  subject: { type: string; id: string };
  conversationId?: string;
  /** Ids, numbers and choices, and no words of or about a person: an entry outlives whoever deletes their account. */
  detail?: Prisma.InputJsonObject;
}

/** Writes the records in the transaction that does it: neither is there without the other. */
export async function recordAudit(db: TransactionClient, ...records: AuditRecord[]): Promise<void> {
  await db.auditEntry.createMany({
    data: records.map(({ actorId, action, subject, conversationId, detail = {} }) => ({
      actorId,
      action,
      subjectType: subject.type,
      subjectId: subject.id,
      detail,
      ...(conversationId ? { conversationId } : {}),
    })),
  });
}
