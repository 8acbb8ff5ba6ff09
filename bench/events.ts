/** What a listener asks for: messages as somebody would show them. */
export const EVENTS = `subscription($after: Cursor) {
  events(after: $after) {
    __typename
    cursor
    ... on LoggedEvent { id streamId seq }
    ... on MessageSent {
      message { id seq clientId sentAt conversation { id } sender { id nickname } content { __typename ... on TextContent { text } } }
    }
  }
}`;

export const SEND = `mutation Send($input: SendMessageInput!) {
  sendMessage(input: $input) { __typename ... on SendMessagePayload { sent { id seq } } ... on Error { message } }
}`;
