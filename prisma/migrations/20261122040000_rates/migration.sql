-- What is in it is of use for minutes, so it is not worth a write-ahead log: after a crash everybody starts afresh.
CREATE UNLOGGED TABLE "rate" (
    "key" TEXT NOT NULL,
    "used_until" TIMESTAMPTZ(6) NOT NULL,
    "granted" BOOLEAN NOT NULL,

    CONSTRAINT "rate_pkey" PRIMARY KEY ("key")
) WITH (fillfactor = 50);
